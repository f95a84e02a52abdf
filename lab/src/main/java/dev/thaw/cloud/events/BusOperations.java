package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Event buses.
final class BusOperations {

  private static final List<String> NOT_EMULATED =
      List.of("EventSourceName", "KmsKeyIdentifier", "DeadLetterConfig", "LogConfig");

  private final EventStore store;
  private final Clock clock;

  BusOperations(EventStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateEventBus", this::create,
        "DeleteEventBus", this::delete,
        "DescribeEventBus", this::describe,
        "UpdateEventBus", this::update,
        "ListEventBuses", this::list);
  }

  private Answer create(Call call) {
    Document input = call.input();
    String name = input.text("Name");
    if (name.contains("/")) {
      throw EventErrors.invalid("Event bus name must not contain '/'.");
    }
    refuseNotEmulated(input);
    BusKey key = new BusKey(call.scope().account(), call.scope().region(), name);
    Bus bus =
        Bus.of(key, now())
            .withDescription(input.optionalText("Description"), now())
            .withTags(EventTags.of(input.documents("Tags")));
    store.create(bus);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("EventBusArn", key.arn());
    bus.description().ifPresent(text -> output.put("Description", text));
    return Answer.of(output);
  }

  private static void refuseNotEmulated(Document input) {
    for (String name : NOT_EMULATED) {
      if (input.has(name)) {
        throw EventErrors.notEmulated(name + " of event buses");
      }
    }
  }

  private Answer delete(Call call) {
    BusKey key = key(call);
    if (key.isDefault()) {
      throw EventErrors.invalid("Cannot delete event bus default.");
    }
    store.delete(key);
    return Answer.empty();
  }

  private Answer describe(Call call) {
    return Answer.of(store.requireBus(key(call)).shown());
  }

  private Answer update(Call call) {
    refuseNotEmulated(call.input());
    Optional<String> description = call.input().optionalText("Description");
    Bus bus = store.update(key(call), there -> there.withDescription(description, now()));
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Arn", bus.key().arn());
    output.put("Name", bus.key().name());
    description.ifPresent(text -> output.put("Description", text));
    return Answer.of(output);
  }

  private Answer list(Call call) {
    String prefix = call.input().optionalText("NamePrefix").orElse("");
    List<Bus> buses =
        store.buses(call.scope().account(), call.scope().region()).stream()
            .filter(bus -> bus.key().name().startsWith(prefix))
            .toList();
    return Answer.of(
        EventPage.of(buses, bus -> bus.key().name(), call.input()).shown("EventBuses", Bus::shown));
  }

  private static BusKey key(Call call) {
    return BusKey.of(call.input().optionalText("Name"), call.scope());
  }

  private Instant now() {
    return EventTimes.instant(clock.now());
  }
}
