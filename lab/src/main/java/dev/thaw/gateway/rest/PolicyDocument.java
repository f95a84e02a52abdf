package dev.thaw.gateway.rest;

import dev.thaw.gateway.Wildcard;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A policy in IAM's language as far as it is about calling APIs.
record PolicyDocument(List<Statement> statements) {

  private static final String ACTION = "execute-api:Invoke";

  enum Decision {
    ALLOW,
    DENY,
    /// Nothing is said: nobody is let in.
    SILENT
  }

  /// @param networks addresses, as CIDR, that the statement is about; empty for all
  /// @param otherNetworks that it is not about
  record Statement(
      boolean allow,
      List<String> actions,
      List<String> resources,
      List<String> networks,
      List<String> otherNetworks) {}

  /// @throws IllegalArgumentException if it is none
  static PolicyDocument of(@Nullable Object document) {
    if (!(document instanceof Map<?, ?> map) || map.get("Statement") == null) {
      throw new IllegalArgumentException("policy: " + document + " (expected: statements)");
    }
    Object given = map.get("Statement");
    List<?> all = given instanceof List<?> list ? list : List.of(given);
    return new PolicyDocument(all.stream().map(PolicyDocument::statement).toList());
  }

  private static Statement statement(Object given) {
    if (!(given instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("statement: " + given + " (expected: an object)");
    }
    for (String unknown : List.of("NotAction", "NotResource", "NotPrincipal")) {
      if (map.containsKey(unknown)) {
        throw new IllegalArgumentException("statement: " + unknown + " is not emulated by thaw");
      }
    }
    List<String> networks = new ArrayList<>();
    List<String> others = new ArrayList<>();
    conditions(map.get("Condition"), networks, others);
    return new Statement(
        effect(map.get("Effect")),
        texts(map.get("Action")),
        texts(map.get("Resource")),
        networks,
        others);
  }

  private static boolean effect(@Nullable Object effect) {
    if (!(effect instanceof String text)
        || !(text.equalsIgnoreCase("Allow") || text.equalsIgnoreCase("Deny"))) {
      throw new IllegalArgumentException("Effect: " + effect + " (expected: Allow or Deny)");
    }
    return text.equalsIgnoreCase("Allow");
  }

  private static void conditions(
      @Nullable Object conditions, List<String> networks, List<String> others) {
    if (!(conditions instanceof Map<?, ?> map)) {
      return;
    }
    map.forEach((operator, keys) -> {
      boolean is = operator.equals("IpAddress");
      if (!(keys instanceof Map<?, ?> values)
          || !(is || operator.equals("NotIpAddress"))
          || values.size() != 1
          || values.get("aws:SourceIp") == null) {
        throw new IllegalArgumentException(
            "Condition: " + operator + " " + keys + " is not emulated by thaw");
      }
      (is ? networks : others).addAll(texts(values.get("aws:SourceIp")));
    });
  }

  private static List<String> texts(@Nullable Object value) {
    return switch (value) {
      case String text -> List.of(text);
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(Object::toString).toList();
      case null, default ->
          throw new IllegalArgumentException("statement: " + value + " (expected: texts)");
    };
  }

  /// @param arn of the method that is called
  Decision decide(String arn, String sourceIp) {
    Decision decision = Decision.SILENT;
    for (Statement each : statements) {
      if (covers(each, arn) && isFrom(each, sourceIp)) {
        if (!each.allow()) {
          return Decision.DENY;
        }
        decision = Decision.ALLOW;
      }
    }
    return decision;
  }

  private static boolean covers(Statement statement, String arn) {
    return statement.actions().stream()
            .anyMatch(pattern ->
                Wildcard.matches(pattern.toLowerCase(Locale.ROOT), ACTION.toLowerCase(Locale.ROOT)))
        && statement.resources().stream().anyMatch(pattern -> resource(pattern, arn));
  }

  /// Policies of APIs may leave out all before the stage: `execute-api:/stage/GET/*`.
  private static boolean resource(String pattern, String arn) {
    String whole =
        pattern.startsWith("execute-api:/")
            ? arn.substring(0, arn.indexOf('/')) + pattern.substring("execute-api:".length())
            : pattern;
    return Wildcard.matches(whole, arn);
  }

  private static boolean isFrom(Statement statement, String sourceIp) {
    return (statement.networks().isEmpty()
            || statement.networks().stream().anyMatch(each -> holds(each, sourceIp)))
        && statement.otherNetworks().stream().noneMatch(each -> holds(each, sourceIp));
  }

  private static boolean holds(String cidr, String ip) {
    int slash = cidr.indexOf('/');
    byte[] network = address(slash < 0 ? cidr : cidr.substring(0, slash));
    byte[] address = address(ip);
    int bits = slash < 0 ? network.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
    if (network.length != address.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((network[i / 8] & mask) != (address[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] address(String text) {
    boolean literal =
        text.chars().allMatch(c -> c == '.' || c == ':' || Character.digit(c, 16) >= 0);
    try {
      if (literal && !text.isEmpty()) {
        return InetAddress.getByName(text).getAddress();
      }
    } catch (UnknownHostException _) {
      // Said below
    }
    throw new IllegalArgumentException("aws:SourceIp: " + text + " (expected: an address)");
  }
}
