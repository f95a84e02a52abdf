package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Tags of groups, by name as in the older operations or by ARN.
final class TagOperations {

  private static final int MOST = 50;

  private final LogGroups groups;

  TagOperations(LogGroups groups) {
    this.groups = groups;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "TagLogGroup", call -> tag(byName(call), call.input().textMap("tags")),
        "UntagLogGroup", call -> untag(byName(call), call.input().texts("tags")),
        "ListTagsLogGroup", call -> list(byName(call)),
        "TagResource", call -> tag(byArn(call), call.input().textMap("tags")),
        "UntagResource", call -> untag(byArn(call), call.input().texts("tagKeys")),
        "ListTagsForResource", call -> list(byArn(call)));
  }

  private static GroupKey byName(Call call) {
    return GroupRef.named(call.input().text("logGroupName"), call.scope());
  }

  private static GroupKey byArn(Call call) {
    return GroupRef.ofArn(call.input().text("resourceArn"));
  }

  private Answer tag(GroupKey key, Map<String, String> more) {
    groups.update(
        key,
        record -> {
          Map<String, String> tags = new TreeMap<>(record.tags());
          tags.putAll(more);
          if (tags.size() > MOST) {
            throw new ApiException(
                400,
                "TooManyTagsException",
                "The resource has %d tags (expected: at most %d)".formatted(tags.size(), MOST));
          }
          return record.withTags(tags);
        });
    return Answer.empty();
  }

  private Answer untag(GroupKey key, List<String> names) {
    groups.update(
        key,
        record -> {
          Map<String, String> tags = new TreeMap<>(record.tags());
          names.forEach(tags::remove);
          return record.withTags(tags);
        });
    return Answer.empty();
  }

  private Answer list(GroupKey key) {
    return Answer.of(Map.of("tags", groups.require(key).record().tags()));
  }
}
