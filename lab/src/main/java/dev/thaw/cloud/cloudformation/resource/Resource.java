package dev.thaw.cloud.cloudformation.resource;

import dev.thaw.cloud.cloudformation.template.Pseudo;
import dev.thaw.cloud.cloudformation.template.Values;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One resource of a stack while its type works on it: what the template wants, and the services.
///
/// @param suffix random part of names that CloudFormation gives
/// @param properties with all functions done
/// @param stackTags go to every resource that can be tagged
/// @param formerTags keys that the stack's own tags may have had before and do not have now
public record Resource(
    Models models,
    ServiceClient client,
    Scope scope,
    String stackName,
    String stackId,
    String logicalId,
    String suffix,
    Map<String, Object> properties,
    Map<String, String> stackTags,
    Set<String> formerTags) {

  public Resource {
    // In the order of the template, so that what is written of them is always the same
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  /// Calls an operation with values of a template, brought into the shapes of its model.
  Document call(String service, String operation, Map<String, Object> values) {
    return client.call(
        scope,
        service,
        operation,
        Coercion.input(models.load(service).operation(operation).input(), values));
  }

  /// Calls an operation that may not find what it should delete.
  void callIfThere(String service, String operation, Map<String, Object> values) {
    try {
      call(service, operation, values);
    } catch (ApiException e) {
      if (e.error().status() != 404 && !e.error().code().startsWith("NoSuch")) {
        throw e;
      }
    }
  }

  /// Does what follows once the resource is there, so that a failure leaves it to be deleted.
  void further(String physicalId, Runnable steps) {
    try {
      steps.run();
    } catch (RuntimeException e) {
      throw new PartlyMade(physicalId, e);
    }
  }

  /// Whether one of some properties is not what it was.
  boolean changed(Map<String, Object> before, String... names) {
    for (String name : names) {
      if (!Values.same(before.get(name), properties.get(name))) {
        return true;
      }
    }
    return false;
  }

  /// Tags anew: keys that the template no longer has go.
  ///
  /// @param member that names the resource in the operations of its service
  void retag(String service, String member, String arn, Map<String, Object> before) {
    retag(service, "Resource", Map.of(member, arn), tags(), before);
  }

  /// @param kind in the names of the operations
  /// @param wanted the tags as the service takes them
  void retag(
      String service,
      String kind,
      Map<String, Object> tagged,
      Object wanted,
      Map<String, Object> before) {
    Map<String, String> tags = tags();
    List<String> gone = goneTags(before);
    if (!gone.isEmpty()) {
      call(service, "Untag" + kind, with(tagged, "TagKeys", gone));
    }
    if (!tags.isEmpty()) {
      call(service, "Tag" + kind, with(tagged, "Tags", wanted));
    }
  }

  /// Keys of tags that the resource has and should not have any more.
  List<String> goneTags(Map<String, Object> before) {
    Set<String> gone = new TreeSet<>(formerTags);
    gone.addAll(TagPairs.of(before.get("Tags")).keySet());
    gone.removeAll(tags().keySet());
    return List.copyOf(gone);
  }

  private static Map<String, Object> with(Map<String, Object> input, String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(input);
    more.put(name, value);
    return more;
  }

  String text(String property) {
    return optionalText(property)
        .orElseThrow(() -> new ResourceFailure("Property " + property + " cannot be empty."));
  }

  Optional<String> optionalText(String property) {
    return Optional.ofNullable(properties.get(property))
        .map(value -> {
          if (value instanceof Map || value instanceof List) {
            throw new ResourceFailure("Value of property " + property + " must be of type String");
          }
          return value.toString();
        });
  }

  boolean has(String property) {
    return properties.containsKey(property);
  }

  Optional<Map<String, Object>> object(String property) {
    return Optional.ofNullable(properties.get(property)).map(value -> object(property, value));
  }

  static Map<String, Object> object(String property, Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new ResourceFailure("Value of property " + property + " must be an object");
    }
    Map<String, Object> object = new LinkedHashMap<>();
    map.forEach((name, part) -> object.put((String) name, part));
    return object;
  }

  List<Object> list(String property) {
    return list(properties, property);
  }

  /// A list among properties, such as those before.
  static List<Object> list(Map<String, Object> properties, String property) {
    return switch (properties.get(property)) {
      case null -> List.of();
      case List<?> list -> new ArrayList<>(list);
      default ->
          throw new ResourceFailure("Value of property " + property + " must be of type List");
    };
  }

  /// The properties but some.
  Map<String, Object> without(String... names) {
    Map<String, Object> rest = new LinkedHashMap<>(properties);
    rest.keySet().removeAll(Set.of(names));
    return rest;
  }

  /// @throws ResourceFailure that names a property that the type does not take
  public void requireAccepted(ResourceType type) {
    Set<String> known = type.accepted();
    if (known.isEmpty()) {
      return;
    }
    for (String name : properties.keySet()) {
      if (!known.contains(name)) {
        throw new ResourceFailure("Encountered unsupported property " + name);
      }
    }
  }

  /// A name as AWS gives it: `stack-logical-RANDOM`, the long parts cut.
  String generatedName(int most) {
    int room = most - suffix.length() - 2;
    String logical = cut(logicalId, Math.max(room / 2, room - stackName.length()));
    return cut(stackName, room - logical.length()) + "-" + logical + "-" + suffix;
  }

  /// The same where only lower case is allowed.
  String generatedLowerName(int most) {
    return generatedName(most).toLowerCase(Locale.ROOT);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  /// The stack's tags with the resource's own over them.
  Map<String, String> tags() {
    Map<String, String> tags = new TreeMap<>(stackTags);
    tags.putAll(TagPairs.of(properties.get("Tags")));
    return tags;
  }

  /// As lists of keys and values.
  List<Map<String, Object>> tagList() {
    return TagPairs.list(tags());
  }

  String arn(String service, String rest) {
    return "arn:"
        + partition()
        + ":"
        + service
        + ":"
        + scope.region()
        + ":"
        + scope.account()
        + ":"
        + rest;
  }

  String partition() {
    return Pseudo.partition(scope.region());
  }
}
