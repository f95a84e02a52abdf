package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whether a policy lets everybody in: it allows something to any principal without a condition.
final class PolicyStatus {

  private static final String ANYBODY = "*";

  private PolicyStatus() {}

  static boolean isPublic(String policy) {
    Map<String, Object> document = Json.readObject(policy.getBytes(StandardCharsets.UTF_8));
    return switch (document.get("Statement")) {
      case Map<?, ?> one -> letsIn(one);
      case List<?> all ->
          all.stream().anyMatch(each -> each instanceof Map<?, ?> map && letsIn(map));
      case null, default -> false;
    };
  }

  private static boolean letsIn(Map<?, ?> statement) {
    return "Allow".equals(statement.get("Effect"))
        && !statement.containsKey("Condition")
        && isAnybody(statement.get("Principal"));
  }

  private static boolean isAnybody(@Nullable Object principal) {
    return switch (principal) {
      case Map<?, ?> map -> isAnybody(map.get("AWS"));
      case List<?> list -> list.contains(ANYBODY);
      case null -> false;
      default -> principal.equals(ANYBODY);
    };
  }
}
