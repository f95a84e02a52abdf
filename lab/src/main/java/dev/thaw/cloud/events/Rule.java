package dev.thaw.cloud.events;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A rule and where it sends what it lets through.
///
/// @param targets by id
/// @param start from which a rate is counted: when the rule was made, or its schedule changed
/// @param activeSince it fires at no time before
record Rule(
    RuleKey key,
    Definition definition,
    Map<String, String> tags,
    SortedMap<String, RuleTarget> targets,
    Instant start,
    Instant activeSince) {

  static final String DISABLED = "DISABLED";

  /// What PutRule says of a rule, all at once.
  record Definition(
      Optional<Written<ScheduleExpression>> schedule,
      Optional<Written<EventPattern>> pattern,
      String state,
      Optional<String> description,
      Optional<String> role) {

    boolean enabled() {
      return !state.equals(DISABLED);
    }

    Definition withState(String next) {
      return new Definition(schedule, pattern, next, description, role);
    }
  }

  Rule {
    tags = Map.copyOf(tags);
    targets = Collections.unmodifiableSortedMap(new TreeMap<>(targets));
  }

  boolean enabled() {
    return definition.enabled();
  }

  /// When it fires next by its schedule.
  Optional<Instant> next(Instant after) {
    if (!enabled()) {
      return Optional.empty();
    }
    Instant from = after.isBefore(activeSince) ? activeSince : after;
    return definition.schedule().flatMap(schedule -> schedule.meaning().next(start, from));
  }

  boolean matches(Map<String, Object> event) {
    return enabled()
        && definition.pattern().filter(pattern -> pattern.meaning().matches(event)).isPresent();
  }

  /// A rule that is enabled again does not make up for what it missed; a rate keeps its phase
  /// unless the schedule is another.
  Rule with(Definition next, Instant now) {
    boolean sameSchedule =
        next.schedule().map(Written::text).equals(definition.schedule().map(Written::text));
    boolean goesOn = sameSchedule && definition.enabled();
    return new Rule(
        key, next, tags, targets, sameSchedule ? start : now, goesOn ? activeSince : now);
  }

  Rule withTags(Map<String, String> next) {
    return new Rule(key, definition, next, targets, start, activeSince);
  }

  Rule withTargets(SortedMap<String, RuleTarget> next) {
    return new Rule(key, definition, tags, next, start, activeSince);
  }

  /// Members as DescribeRule and ListRules show them.
  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Name", key.name());
    shown.put("Arn", key.arn());
    definition.pattern().ifPresent(pattern -> shown.put("EventPattern", pattern.text()));
    definition.schedule().ifPresent(schedule -> shown.put("ScheduleExpression", schedule.text()));
    shown.put("State", definition.state());
    definition.description().ifPresent(text -> shown.put("Description", text));
    definition.role().ifPresent(role -> shown.put("RoleArn", role));
    shown.put("EventBusName", key.bus().name());
    return shown;
  }
}
