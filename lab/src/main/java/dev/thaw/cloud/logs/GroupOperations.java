package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Paging;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Groups and how long they keep their events.
final class GroupOperations {

  private static final int PAGE = 50;

  private static final List<Integer> RETENTIONS =
      List.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  private final LogGroups groups;

  GroupOperations(LogGroups groups) {
    this.groups = groups;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateLogGroup", this::create,
        "DescribeLogGroups", this::describe,
        "DeleteLogGroup", this::delete,
        "PutRetentionPolicy", this::putRetention,
        "DeleteRetentionPolicy", this::deleteRetention);
  }

  private Answer create(Call call) {
    Document input = call.input();
    if (input.has("kmsKeyId")) {
      throw LogsErrors.notEmulated("kmsKeyId");
    }
    if (input.flag("deletionProtectionEnabled")) {
      throw LogsErrors.notEmulated("deletionProtectionEnabled");
    }
    requireStandard(input);
    groups.create(key(call), input.textMap("tags"));
    return Answer.empty();
  }

  private static void requireStandard(Document input) {
    input
        .optionalText("logGroupClass")
        .filter(given -> !given.equals("STANDARD"))
        .ifPresent(given -> {
          throw LogsErrors.notEmulated("logGroupClass " + given);
        });
  }

  private Answer describe(Call call) {
    Document input = call.input();
    List<LogGroup> all =
        groups.list(call.scope().account(), call.scope().region()).stream()
            .filter(wanted(call))
            .toList();
    Paging<LogGroup> page =
        Page.of(
            all,
            group -> group.key().name(),
            false,
            input.optionalText("nextToken"),
            input.optionalNumber("limit").map(Long::intValue).orElse(PAGE));
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("logGroups", page.items().stream().map(GroupOperations::shown).toList());
    page.next().ifPresent(token -> output.put("nextToken", token));
    return Answer.of(output);
  }

  private static Predicate<LogGroup> wanted(Call call) {
    Document input = call.input();
    Optional<String> prefix = input.optionalText("logGroupNamePrefix");
    Optional<String> pattern = input.optionalText("logGroupNamePattern");
    if (prefix.isPresent() && pattern.isPresent()) {
      throw LogsErrors.invalid(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    boolean otherClass =
        input.optionalText("logGroupClass").filter(given -> !given.equals("STANDARD")).isPresent();
    List<GroupKey> identified =
        input.texts("logGroupIdentifiers").stream()
            .map(identifier -> GroupRef.identified(identifier, call.scope()))
            .toList();
    return group -> {
      String name = group.key().name();
      return !otherClass
          && prefix.map(name::startsWith).orElse(true)
          && pattern.map(name::contains).orElse(true)
          && (!input.has("logGroupIdentifiers") || identified.contains(group.key()));
    };
  }

  private static Map<String, Object> shown(LogGroup group) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("logGroupName", group.key().name());
    shown.put("creationTime", group.record().created());
    group.record().retentionDays().ifPresent(days -> shown.put("retentionInDays", (long) days));
    shown.put("metricFilterCount", 0L);
    shown.put("arn", group.key().arn() + ":*");
    shown.put("storedBytes", group.journal().bytes());
    shown.put("logGroupClass", "STANDARD");
    shown.put("logGroupArn", group.key().arn());
    return shown;
  }

  private Answer delete(Call call) {
    groups.delete(key(call));
    return Answer.empty();
  }

  private Answer putRetention(Call call) {
    int days = (int) call.input().number("retentionInDays");
    if (!RETENTIONS.contains(days)) {
      throw LogsErrors.invalid(
          "1 validation error detected: Value '%d' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: %s"
              .formatted(days, RETENTIONS));
    }
    groups.update(key(call), record -> record.withRetention(Optional.of(days)));
    return Answer.empty();
  }

  private Answer deleteRetention(Call call) {
    groups.update(key(call), record -> record.withRetention(Optional.empty()));
    return Answer.empty();
  }

  private static GroupKey key(Call call) {
    return GroupRef.named(call.input().text("logGroupName"), call.scope());
  }
}
