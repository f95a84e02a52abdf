package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Rules: made, changed, switched on and off, listed.
final class RuleOperations {

  private final EventStore store;
  private final Clock clock;
  private final Bell bell;

  RuleOperations(EventStore store, Clock clock, Bell bell) {
    this.store = store;
    this.clock = clock;
    this.bell = bell;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutRule", this::put,
        "DeleteRule", this::delete,
        "DescribeRule", this::describe,
        "ListRules", this::list,
        "ListRuleNamesByTarget", this::listByTarget,
        "EnableRule", call -> changeState(call, "ENABLED"),
        "DisableRule", call -> changeState(call, Rule.DISABLED));
  }

  static RuleKey key(Call call, String name) {
    Document input = call.input();
    return new RuleKey(
        BusKey.of(input.optionalText("EventBusName"), call.scope()), input.text(name));
  }

  private Answer put(Call call) {
    Document input = call.input();
    RuleKey key = key(call, "Name");
    Rule.Definition definition = definition(key, input);
    Instant now = EventTimes.instant(clock.now());
    Rule rule =
        store.put(
            key,
            before ->
                before
                    .map(there -> there.with(definition, now))
                    .orElseGet(() ->
                        new Rule(
                            key,
                            definition,
                            EventTags.of(input.documents("Tags")),
                            new TreeMap<>(),
                            now,
                            now)));
    bell.ring();
    return Answer.of(Map.of("RuleArn", rule.key().arn()));
  }

  private static Rule.Definition definition(RuleKey key, Document input) {
    Optional<Written<ScheduleExpression>> schedule =
        input
            .optionalText("ScheduleExpression")
            .filter(text -> !text.isEmpty())
            .map(RuleOperations::schedule);
    Optional<Written<EventPattern>> pattern =
        input
            .optionalText("EventPattern")
            .filter(text -> !text.isEmpty())
            .map(RuleOperations::pattern);
    if (schedule.isEmpty() && pattern.isEmpty()) {
      throw EventErrors.invalid(
          "Parameter(s) EventPattern or ScheduleExpression must be specified.");
    }
    if (schedule.isPresent() && !key.bus().isDefault()) {
      throw EventErrors.invalid("ScheduleExpression is supported only on the default event bus.");
    }
    return new Rule.Definition(
        schedule,
        pattern,
        input.optionalText("State").orElse("ENABLED"),
        input.optionalText("Description"),
        input.optionalText("RoleArn"));
  }

  private static Written<ScheduleExpression> schedule(String text) {
    try {
      return EventCodec.schedule(text);
    } catch (IllegalArgumentException _) {
      throw EventErrors.invalid("Parameter ScheduleExpression is not valid.");
    }
  }

  static Written<EventPattern> pattern(String text) {
    try {
      return EventCodec.pattern(text);
    } catch (IllegalArgumentException e) {
      throw EventErrors.invalidPattern(String.valueOf(e.getMessage()));
    }
  }

  private Answer delete(Call call) {
    store.delete(key(call, "Name"));
    bell.ring();
    return Answer.empty();
  }

  private Answer describe(Call call) {
    Rule rule = store.require(key(call, "Name"));
    Map<String, Object> shown = rule.shown();
    shown.put("CreatedBy", rule.key().bus().account());
    return Answer.of(shown);
  }

  private Answer list(Call call) {
    String prefix = call.input().optionalText("NamePrefix").orElse("");
    List<Rule> rules =
        store.rules(bus(call)).stream()
            .filter(rule -> rule.key().name().startsWith(prefix))
            .toList();
    return Answer.of(
        EventPage.of(rules, rule -> rule.key().name(), call.input()).shown("Rules", Rule::shown));
  }

  private Answer listByTarget(Call call) {
    String arn = call.input().text("TargetArn");
    List<String> names =
        store.rules(bus(call)).stream()
            .filter(rule ->
                rule.targets().values().stream().anyMatch(target -> target.arn().equals(arn)))
            .map(rule -> rule.key().name())
            .toList();
    return Answer.of(
        EventPage.of(names, name -> name, call.input()).shown("RuleNames", name -> name));
  }

  private BusKey bus(Call call) {
    BusKey key = BusKey.of(call.input().optionalText("EventBusName"), call.scope());
    return store.requireBus(key).key();
  }

  private Answer changeState(Call call, String state) {
    Instant now = EventTimes.instant(clock.now());
    store.update(key(call, "Name"), rule -> rule.with(rule.definition().withState(state), now));
    bell.ring();
    return Answer.empty();
  }
}
