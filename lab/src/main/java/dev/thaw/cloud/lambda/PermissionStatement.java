package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.Map;

/// Statements of policies as AWS writes them.
final class PermissionStatement {

  private static final String FOR_URLS = "lambda:InvokeFunctionUrl";

  private PermissionStatement() {}

  /// What `AddPermission` adds.
  ///
  /// @param resource ARN of the function as qualified
  static Map<String, Object> of(String resource, Document input) {
    String action = input.text("Action");
    if (input.has("FunctionUrlAuthType") && !action.equals(FOR_URLS)) {
      throw LambdaErrors.invalid(
          "FunctionUrlAuthType is only supported for " + FOR_URLS + " action");
    }
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", input.text("StatementId"));
    statement.put("Effect", "Allow");
    statement.put("Principal", principal(input.text("Principal")));
    statement.put("Action", action);
    statement.put("Resource", resource);
    Map<String, Object> condition = condition(input);
    if (!condition.isEmpty()) {
      statement.put("Condition", condition);
    }
    return statement;
  }

  private static Object principal(String principal) {
    if (principal.equals("*")) {
      return principal;
    }
    if (principal.matches("\\d{12}") || principal.startsWith("arn:")) {
      return Map.of("AWS", account(principal));
    }
    if (principal.matches("[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?")) {
      return Map.of("Service", principal);
    }
    throw LambdaErrors.invalid(
        "The provided principal was invalid. Please check the principal and try again.");
  }

  /// @param principal an account, or an ARN, which stays as it is
  static String account(String principal) {
    return principal.matches("\\d{12}") ? "arn:aws:iam::" + principal + ":root" : principal;
  }

  private static Map<String, Object> condition(Document input) {
    Map<String, Object> equal = new LinkedHashMap<>();
    copy(input, "SourceAccount", "AWS:SourceAccount", equal);
    copy(input, "FunctionUrlAuthType", "lambda:FunctionUrlAuthType", equal);
    copy(input, "EventSourceToken", "lambda:EventSourceToken", equal);
    copy(input, "PrincipalOrgID", "aws:PrincipalOrgID", equal);
    Map<String, Object> like = new LinkedHashMap<>();
    copy(input, "SourceArn", "AWS:SourceArn", like);
    Map<String, Object> bool = new LinkedHashMap<>();
    input
        .optional("InvokedViaFunctionUrl", Boolean.class)
        .ifPresent(via -> bool.put("lambda:InvokedViaFunctionUrl", via.toString()));
    Map<String, Object> condition = new LinkedHashMap<>();
    put("StringEquals", equal, condition);
    put("ArnLike", like, condition);
    put("Bool", bool, condition);
    return condition;
  }

  private static void copy(Document input, String name, String key, Map<String, Object> to) {
    input.optionalText(name).ifPresent(value -> to.put(key, value));
  }

  private static void put(String operator, Map<String, Object> keys, Map<String, Object> to) {
    if (!keys.isEmpty()) {
      to.put(operator, keys);
    }
  }
}
