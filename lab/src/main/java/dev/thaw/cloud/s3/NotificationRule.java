package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// Which events of a bucket go to which function.
///
/// @param events as configured: `s3:ObjectCreated:*`
record NotificationRule(
    String id, String functionArn, List<String> events, String prefix, String suffix) {

  private static final String FUNCTIONS = "LambdaFunctionConfigurations";

  /// The rules of a configuration.
  ///
  /// @throws ApiException for destinations that thaw does not have, and for what AWS refuses
  static List<NotificationRule> of(Map<String, Object> configuration) {
    for (String other :
        List.of("TopicConfigurations", "QueueConfigurations", "EventBridgeConfiguration")) {
      if (configuration.containsKey(other)) {
        throw S3Errors.notEmulated("NotificationConfiguration." + other);
      }
    }
    List<NotificationRule> rules = new ArrayList<>();
    if (configuration.get(FUNCTIONS) instanceof List<?> given) {
      given.forEach(rule -> rules.add(rule(Values.map(rule))));
    }
    return rules;
  }

  /// A configuration whose rules all have an id, as AWS gives them one.
  static Map<String, Object> named(Map<String, Object> configuration) {
    Map<String, Object> named = new LinkedHashMap<>(configuration);
    if (configuration.get(FUNCTIONS) instanceof List<?> given) {
      List<Object> rules = new ArrayList<>();
      for (Object rule : given) {
        Map<String, Object> members = new LinkedHashMap<>(Values.map(rule));
        members.putIfAbsent("Id", UUID.randomUUID().toString());
        rules.add(members);
      }
      named.put(FUNCTIONS, rules);
    }
    return named;
  }

  private static NotificationRule rule(Map<String, Object> given) {
    String arn = (String) given.getOrDefault("LambdaFunctionArn", "");
    if (!arn.startsWith("arn:") || !arn.contains(":lambda:")) {
      throw S3Errors.argument("CloudFunction", arn, "The ARN could not be parsed");
    }
    List<String> events = new ArrayList<>();
    if (given.get("Events") instanceof List<?> names) {
      names.forEach(name -> events.add((String) name));
    }
    String prefix = "";
    String suffix = "";
    Map<String, Object> filter = Values.map(Values.map(given, "Filter"), "Key");
    if (filter.get("FilterRules") instanceof List<?> rules) {
      for (Object rule : rules) {
        String name = (String) Values.map(rule).getOrDefault("Name", "");
        String value = (String) Values.map(rule).getOrDefault("Value", "");
        switch (name.toLowerCase(Locale.ROOT)) {
          case "prefix" -> prefix = value;
          case "suffix" -> suffix = value;
          default ->
              throw S3Errors.argument(
                  "FilterRule.Name", name, "filter rule name must be either prefix or suffix");
        }
      }
    }
    return new NotificationRule((String) given.getOrDefault("Id", ""), arn, events, prefix, suffix);
  }

  /// @param event for example `ObjectCreated:Put`
  boolean matches(String event, String key) {
    return key.startsWith(prefix)
        && key.endsWith(suffix)
        && events.stream().anyMatch(configured -> covers(configured, "s3:" + event));
  }

  private static boolean covers(String configured, String event) {
    return configured.endsWith("*")
        ? event.startsWith(configured.substring(0, configured.length() - 1))
        : configured.equals(event);
  }
}
