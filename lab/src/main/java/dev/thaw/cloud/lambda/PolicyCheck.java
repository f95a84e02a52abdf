package dev.thaw.cloud.lambda;

import dev.thaw.gateway.Functions.Caller;
import dev.thaw.gateway.Wildcard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether a policy lets somebody call its function. The statements are those that
/// [PermissionStatement] writes: they allow, and their conditions are of a few kinds; a condition
/// that is not known here lets nobody in.
final class PolicyCheck {

  private PolicyCheck() {}

  static boolean permits(ResourcePolicy policy, Caller caller) {
    return policy.statements().stream().anyMatch(statement -> allows(statement, caller));
  }

  private static boolean allows(Map<String, Object> statement, Caller caller) {
    return "Allow".equals(statement.get("Effect"))
        && action(statement.get("Action"), caller.action())
        && principal(statement.get("Principal"), caller.principal())
        && conditions(statement.get("Condition"), caller);
  }

  private static boolean action(@Nullable Object allowed, String action) {
    return action.equals(allowed) || "lambda:*".equals(allowed) || "*".equals(allowed);
  }

  private static boolean principal(@Nullable Object allowed, String principal) {
    return switch (allowed) {
      case String text -> text.equals("*");
      case Map<?, ?> map ->
          map.values().stream()
              .anyMatch(each ->
                  each instanceof String name
                      && (name.equals("*")
                          || name.equals(principal)
                          || sameAccount(name, principal)));
      case null, default -> false;
    };
  }

  /// `arn:aws:iam::123456789012:root` stands for everybody of the account.
  private static boolean sameAccount(String root, String principal) {
    return root.endsWith(":root")
        && principal.startsWith(root.substring(0, root.length() - "root".length()));
  }

  private static boolean conditions(@Nullable Object conditions, Caller caller) {
    if (!(conditions instanceof Map<?, ?> operators)) {
      return true;
    }
    for (Map.Entry<?, ?> operator : operators.entrySet()) {
      if (!(operator.getValue() instanceof Map<?, ?> keys)) {
        return false;
      }
      for (Map.Entry<?, ?> key : keys.entrySet()) {
        if (!holds((String) operator.getKey(), (String) key.getKey(), key.getValue(), caller)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(String operator, String key, Object wanted, Caller caller) {
    Optional<String> value =
        switch (key) {
          case "AWS:SourceArn" -> caller.sourceArn();
          case "AWS:SourceAccount" -> caller.sourceAccount();
          case "lambda:FunctionUrlAuthType" -> caller.urlAuthType();
          case "lambda:InvokedViaFunctionUrl" ->
              Optional.of(Boolean.toString(caller.urlAuthType().isPresent()));
          default -> Optional.empty();
        };
    List<?> any = wanted instanceof List<?> list ? list : List.of(wanted);
    return value.isPresent()
        && any.stream()
            .anyMatch(each ->
                operator.endsWith("Like")
                    ? Wildcard.matches(each.toString(), value.get())
                    : each.toString().equals(value.get()));
  }
}
