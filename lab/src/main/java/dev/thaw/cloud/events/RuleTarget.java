package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Document;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A target of a rule.
///
/// @param members as PutTargets took them
record RuleTarget(
    String id, String arn, TargetInput input, RetryPolicy retry, Map<String, Object> members) {

  private static final Set<String> EMULATED =
      Set.of("Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer", "RetryPolicy");

  /// @throws IllegalArgumentException what is wrong with it, as AWS words it
  static RuleTarget of(Document target) {
    String arn = target.text("Arn");
    if (!arn.startsWith("arn:") || arn.split(":", 6).length < 6) {
      throw new IllegalArgumentException(
          "Parameter " + arn + " is not valid. Reason: Provided Arn is not in correct format.");
    }
    return new RuleTarget(
        target.text("Id"),
        arn,
        TargetInput.of(target),
        RetryPolicy.of(target),
        Map.copyOf(target.members()));
  }

  /// A setting that would change what the target is sent, and that thaw does not honour.
  Optional<String> notEmulated() {
    return members.keySet().stream().filter(name -> !EMULATED.contains(name)).sorted().findFirst();
  }
}
