package dev.thaw.cloud.events;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Events as AWS writes them, with their members in its order.
final class BusEvent {

  private BusEvent() {}

  /// What a rule with a schedule sends.
  static Map<String, Object> scheduled(RuleKey rule, Instant time) {
    return of(
        rule.bus(),
        UUID.randomUUID().toString(),
        "Scheduled Event",
        "aws.events",
        time,
        List.of(rule.arn()),
        Map.of());
  }

  static Map<String, Object> of(
      BusKey bus,
      String id,
      String detailType,
      String source,
      Instant time,
      List<String> resources,
      Map<String, Object> detail) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("version", "0");
    event.put("id", id);
    event.put("detail-type", detailType);
    event.put("source", source);
    event.put("account", bus.account());
    event.put("time", EventTimes.seconds(time));
    event.put("region", bus.region());
    event.put("resources", resources);
    event.put("detail", detail);
    return event;
  }
}
