package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Targets of rules.
final class TargetOperations {

  private static final int MOST = 5;

  private final EventStore store;
  private final Targets kinds;

  TargetOperations(EventStore store, Targets kinds) {
    this.store = store;
    this.kinds = kinds;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutTargets", this::put,
        "RemoveTargets", this::remove,
        "ListTargetsByRule", this::list);
  }

  private Answer put(Call call) {
    RuleKey key = RuleOperations.key(call, "Rule");
    List<RuleTarget> accepted = new ArrayList<>();
    List<Map<String, Object>> failed = new ArrayList<>();
    for (Document target : call.input().documents("Targets")) {
      RuleTarget read = read(target);
      refusal(read)
          .ifPresentOrElse(
              words -> failed.add(failure(read.id(), words)), () -> accepted.add(read));
    }
    store.update(
        key,
        rule -> {
          SortedMap<String, RuleTarget> next = new TreeMap<>(rule.targets());
          accepted.forEach(target -> next.put(target.id(), target));
          if (next.size() > MOST) {
            throw EventErrors.limit();
          }
          return rule.withTargets(next);
        });
    return Answer.of(Map.of("FailedEntryCount", (long) failed.size(), "FailedEntries", failed));
  }

  private static RuleTarget read(Document target) {
    try {
      return RuleTarget.of(target);
    } catch (IllegalArgumentException e) {
      throw EventErrors.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> refusal(RuleTarget target) {
    if (!kinds.accepts(target.arn())) {
      return Optional.of(
          "thaw does not emulate this target: "
              + target.arn()
              + " (expected: a Lambda function or a CloudWatch Logs group)");
    }
    return target.notEmulated().map(name -> "thaw does not emulate " + name + " of targets");
  }

  private static Map<String, Object> failure(String id, String words) {
    return Map.of("TargetId", id, "ErrorCode", "NotImplemented", "ErrorMessage", words);
  }

  private Answer remove(Call call) {
    List<Map<String, Object>> failed = new ArrayList<>();
    store.update(
        RuleOperations.key(call, "Rule"),
        rule -> {
          SortedMap<String, RuleTarget> next = new TreeMap<>(rule.targets());
          for (String id : call.input().texts("Ids")) {
            if (next.remove(id) == null) {
              failed.add(
                  Map.of(
                      "TargetId",
                      id,
                      "ErrorCode",
                      "ResourceNotFoundException",
                      "ErrorMessage",
                      "Rule " + rule.key().name() + " does not have target " + id + "."));
            }
          }
          return rule.withTargets(next);
        });
    return Answer.of(Map.of("FailedEntryCount", (long) failed.size(), "FailedEntries", failed));
  }

  private Answer list(Call call) {
    Rule rule = store.require(RuleOperations.key(call, "Rule"));
    return Answer.of(
        EventPage.of(List.copyOf(rule.targets().values()), RuleTarget::id, call.input())
            .shown("Targets", RuleTarget::members));
  }
}
