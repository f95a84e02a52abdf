package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Tags of rules and buses, by their ARNs.
final class TagOperations {

  private static final String RULE = "rule/";
  private static final String BUS = "event-bus/";

  private final EventStore store;

  TagOperations(EventStore store) {
    this.store = store;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "TagResource", this::tag,
        "UntagResource", this::untag,
        "ListTagsForResource", this::list);
  }

  private Answer tag(Call call) {
    Map<String, String> added = EventTags.of(call.input().documents("Tags"));
    change(
        call,
        tags -> {
          Map<String, String> next = new TreeMap<>(tags);
          next.putAll(added);
          return next;
        });
    return Answer.empty();
  }

  private Answer untag(Call call) {
    List<String> keys = call.input().texts("TagKeys");
    change(
        call,
        tags -> {
          Map<String, String> next = new TreeMap<>(tags);
          keys.forEach(next::remove);
          return next;
        });
    return Answer.empty();
  }

  private Answer list(Call call) {
    Map<String, String> tags =
        switch (resource(call)) {
          case Resource.OfRule(RuleKey key) -> store.require(key).tags();
          case Resource.OfBus(BusKey key) -> store.requireBus(key).tags();
        };
    return Answer.of(Map.of("Tags", EventTags.shown(tags)));
  }

  private void change(Call call, UnaryOperator<Map<String, String>> change) {
    switch (resource(call)) {
      case Resource.OfRule(RuleKey key) ->
          store.update(key, rule -> rule.withTags(change.apply(rule.tags())));
      case Resource.OfBus(BusKey key) ->
          store.update(key, bus -> bus.withTags(change.apply(bus.tags())));
    }
  }

  private sealed interface Resource {
    record OfRule(RuleKey key) implements Resource {}

    record OfBus(BusKey key) implements Resource {}
  }

  private static Resource resource(Call call) {
    String arn = call.input().text("ResourceARN");
    String[] parts = arn.split(":", 6);
    String path = parts.length == 6 && parts[2].equals("events") ? parts[5] : "";
    if (path.startsWith(BUS)) {
      return new Resource.OfBus(new BusKey(parts[4], parts[3], path.substring(BUS.length())));
    }
    if (path.startsWith(RULE)) {
      String name = path.substring(RULE.length());
      int slash = name.lastIndexOf('/');
      String bus = slash < 0 ? BusKey.DEFAULT : name.substring(0, slash);
      return new Resource.OfRule(
          new RuleKey(new BusKey(parts[4], parts[3], bus), name.substring(slash + 1)));
    }
    throw EventErrors.invalid(
        "Parameter ResourceARN is not valid. Reason: "
            + arn
            + " (expected: the ARN of a rule or an event bus)");
  }
}
