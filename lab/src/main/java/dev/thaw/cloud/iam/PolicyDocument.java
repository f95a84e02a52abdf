package dev.thaw.cloud.iam;

import static dev.thaw.cloud.iam.IamErrors.malformed;

import dev.thaw.cloud.protocol.Json;
import dev.thaw.wire.sigv4.PercentCoding;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The grammar of policies, as far as IAM checks it before it takes one.
final class PolicyDocument {

  private static final Set<String> TOP = Set.of("Version", "Id", "Statement");
  private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
  private static final Set<String> STATEMENT =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");
  private static final String SYNTAX = "Syntax errors in policy.";

  private PolicyDocument() {}

  /// What a role may do: it names resources and no principal.
  static void checkPermissions(String text) {
    Map<?, ?> document = parse(text, SYNTAX);
    Object version = document.get("Version");
    if (!"2012-10-17".equals(version)) {
      throw malformed("Policy document must be version 2012-10-17 or greater.");
    }
    Set<Object> ids = new HashSet<>();
    for (Map<?, ?> statement : statements(document, SYNTAX)) {
      if (statement.containsKey("Principal") || statement.containsKey("NotPrincipal")) {
        throw malformed("Policy document should not specify a principal.");
      }
      for (String action : one(statement, "Action", "NotAction", "actions")) {
        if (!action.equals("*") && action.indexOf(':') < 1) {
          throw malformed(
              "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        }
      }
      for (String resource : one(statement, "Resource", "NotResource", "resources")) {
        if (!resource.equals("*") && !resource.startsWith("arn:")) {
          throw malformed("Resource " + resource + " must be in ARN format or \"*\".");
        }
      }
      Object id = statement.get("Sid");
      if (id != null && !id.equals("") && !ids.add(id)) {
        throw malformed("Statement IDs (SID) in a single policy must be unique.");
      }
    }
  }

  /// Who may take a role: it names principals and no resource.
  static void checkTrust(String text) {
    String syntax = "This policy contains invalid Json";
    Map<?, ?> document = parse(text, syntax);
    for (Map<?, ?> statement : statements(document, SYNTAX)) {
      if (statement.containsKey("Resource") || statement.containsKey("NotResource")) {
        throw malformed("Has prohibited field Resource");
      }
      Object principal = statement.get("Principal");
      if (principal == null && !statement.containsKey("NotPrincipal")) {
        throw malformed("Missing required field Principal");
      }
      if (principal != null && !(principal instanceof Map) && !"*".equals(principal)) {
        throw malformed("Invalid principal in policy: \"" + principal + "\"");
      }
      if (!statement.containsKey("Action") && !statement.containsKey("NotAction")) {
        throw malformed("Missing required field Action");
      }
      for (String action : one(statement, "Action", "NotAction", "actions")) {
        if (!action.equals("*") && !action.startsWith("sts:")) {
          throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
        }
      }
    }
  }

  /// As it travels back.
  static String encoded(String text) {
    return PercentCoding.encode(text.getBytes(StandardCharsets.UTF_8), "");
  }

  /// Characters that count against a quota.
  static int size(String text) {
    return (int) text.chars().filter(c -> !Character.isWhitespace(c)).count();
  }

  private static Map<?, ?> parse(String text, String syntax) {
    Object value;
    try {
      value = Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException e) {
      throw malformed(syntax);
    }
    if (!(value instanceof Map<?, ?> document) || !TOP.containsAll(document.keySet())) {
      throw malformed(SYNTAX);
    }
    Object version = document.get("Version");
    if (document.containsKey("Version") && (version == null || !VERSIONS.contains(version))) {
      throw malformed("The policy must contain a valid version string");
    }
    return document;
  }

  private static List<? extends Map<?, ?>> statements(Map<?, ?> document, String syntax) {
    Object given = document.get("Statement");
    List<?> all = given instanceof List<?> list ? list : given == null ? List.of() : List.of(given);
    if (all.isEmpty()) {
      throw malformed(syntax);
    }
    return all.stream().map(each -> statement(each, syntax)).toList();
  }

  private static Map<?, ?> statement(@Nullable Object given, String syntax) {
    if (!(given instanceof Map<?, ?> statement)
        || !STATEMENT.containsAll(statement.keySet())
        || !("Allow".equals(statement.get("Effect")) || "Deny".equals(statement.get("Effect")))
        || !(statement.get("Condition") instanceof Map || !statement.containsKey("Condition"))
        || !(statement.get("Sid") instanceof String || !statement.containsKey("Sid"))) {
      throw malformed(syntax);
    }
    return statement;
  }

  /// Texts under exactly one of two names, at least one of them.
  private static List<String> one(Map<?, ?> statement, String name, String not, String what) {
    if (statement.containsKey(name) && statement.containsKey(not)) {
      throw malformed(SYNTAX);
    }
    Object given = statement.containsKey(name) ? statement.get(name) : statement.get(not);
    List<?> all = given instanceof List<?> list ? list : given == null ? List.of() : List.of(given);
    if (all.isEmpty()) {
      throw malformed("Policy statement must contain " + what + ".");
    }
    if (!all.stream().allMatch(String.class::isInstance)) {
      throw malformed(SYNTAX);
    }
    return all.stream().map(String.class::cast).toList();
  }
}
