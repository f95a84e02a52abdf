package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/// Events that somebody puts on a bus, and trying a pattern on one.
final class EventOperations {

  /// Of all entries of a request together.
  private static final long MOST_BYTES = 1 << 20;

  private static final int TIME_BYTES = 14;

  private final EventStore store;
  private final Deliveries deliveries;
  private final Clock clock;

  EventOperations(EventStore store, Deliveries deliveries, Clock clock) {
    this.store = store;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of("PutEvents", this::put, "TestEventPattern", this::test);
  }

  private Answer put(Call call) {
    if (call.input().has("EndpointId")) {
      throw EventErrors.notEmulated("global endpoints: EndpointId");
    }
    List<Document> entries = call.input().documents("Entries");
    if (entries.stream().mapToLong(EventOperations::size).sum() > MOST_BYTES) {
      throw EventErrors.invalid("Total size of the entries in the request is over the limit.");
    }
    List<Map<String, Object>> answers = new ArrayList<>();
    long failed = 0;
    for (Document entry : entries) {
      try {
        answers.add(Map.of("EventId", accept(call, entry)));
      } catch (ApiException e) {
        failed++;
        answers.add(Map.of("ErrorCode", e.error().code(), "ErrorMessage", e.error().message()));
      }
    }
    return Answer.of(Map.of("FailedEntryCount", failed, "Entries", answers));
  }

  /// As AWS counts it.
  private static long size(Document entry) {
    long size = entry.has("Time") ? TIME_BYTES : 0;
    for (String name : List.of("Source", "DetailType", "Detail")) {
      size += bytes(entry.optionalText(name).orElse(""));
    }
    return size + entry.texts("Resources").stream().mapToLong(EventOperations::bytes).sum();
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private String accept(Call call, Document entry) {
    String source = required(entry, "Source");
    String detailType = required(entry, "DetailType");
    Map<String, Object> detail = detail(required(entry, "Detail"));
    if (source.startsWith("aws.")) {
      throw refused("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    BusKey bus = BusKey.of(entry.optionalText("EventBusName"), call.scope());
    if (store.findBus(bus).isEmpty()) {
      throw EventErrors.noBus(bus.name());
    }
    Instant now = EventTimes.instant(clock.now());
    String id = UUID.randomUUID().toString();
    Instant time = entry.optional("Time", Instant.class).orElse(now);
    route(
        bus, BusEvent.of(bus, id, detailType, source, time, entry.texts("Resources"), detail), now);
    return id;
  }

  private static ApiException refused(String code, String message) {
    return new ApiException(400, code, message);
  }

  private static String required(Document entry, String name) {
    return entry
        .optionalText(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() ->
            refused(
                "InvalidArgument",
                "Parameter "
                    + name
                    + " is not valid. Reason: "
                    + name
                    + " is a required argument."));
  }

  private static Map<String, Object> detail(String json) {
    try {
      return Json.readObject(json.getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException | IllegalArgumentException _) {
      throw refused("MalformedDetail", "Detail is malformed.");
    }
  }

  private void route(BusKey bus, Map<String, Object> event, Instant now) {
    for (Rule rule : store.rules(bus)) {
      if (rule.matches(event)) {
        deliveries.send(rule, event, now, false);
      }
    }
  }

  private Answer test(Call call) {
    EventPattern pattern = RuleOperations.pattern(call.input().text("EventPattern")).meaning();
    Map<String, Object> event;
    try {
      event = Json.readObject(call.input().text("Event").getBytes(StandardCharsets.UTF_8));
    } catch (JacksonException | IllegalArgumentException _) {
      throw EventErrors.invalid("Parameter Event is not valid.");
    }
    for (String name :
        List.of("id", "detail-type", "source", "account", "time", "region", "resources")) {
      if (!event.containsKey(name)) {
        throw EventErrors.invalid(
            "Parameter Event is not valid. Reason: " + name + " is a required argument.");
      }
    }
    return Answer.of(Map.of("Result", pattern.matches(event)));
  }
}
