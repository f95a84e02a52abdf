package dev.thaw.cloud.events;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import dev.thaw.timeline.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// EventBridge, called in process, with a Lambda and a CloudWatch Logs that only write down.
final class EventsWorld implements AutoCloseable {

  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:07Z");
  static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:hello";
  static final String GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/x:*";

  private static final Scope SCOPE = new Scope("us-east-1", "000000000000", "", Optional.empty());

  final VirtualClock clock = new VirtualClock(EventTimes.nanos(BEGIN));
  final List<Document> invoked = new CopyOnWriteArrayList<>();
  final List<Document> logged = new CopyOnWriteArrayList<>();
  volatile @Nullable ApiException refusal;
  final EventsService events;
  private final Store store;
  private final ServiceClient client;
  private final List<Service> services = new ArrayList<>();
  private final Models models = Models.bundled();

  EventsWorld(Path folder) {
    store = Store.open(folder);
    client = new ServiceClient(() -> services, clock);
    events = service(clock, Runnable::run);
    services.add(events.service());
    addFakes();
  }

  private EventsService service(Clock time, Executor executor) {
    return new EventsService(models, store, new ServiceTargets(client, time), time, executor);
  }

  private void addFakes() {
    services.add(new Service(models, "lambda", Map.of("Invoke", this::invoke), new AnyLength()));
    services.add(
        new Service(
            models,
            "logs",
            Map.of("CreateLogStream", _ -> Answer.empty(), "PutLogEvents", this::log),
            new AnyLength()));
  }

  private Answer invoke(Call call) {
    ApiException now = refusal;
    if (now != null) {
      throw now;
    }
    invoked.add(call.input());
    return Answer.of(Map.of("StatusCode", 202L));
  }

  private Answer log(Call call) {
    logged.add(call.input());
    return Answer.empty();
  }

  Document call(String operation, Map<String, Object> input) {
    return client.call(SCOPE, "events", operation, input);
  }

  void target(String rule, Map<String, Object> more) {
    Map<String, Object> target = new HashMap<>(Map.of("Id", "1", "Arn", FUNCTION));
    target.putAll(more);
    Document answer = call("PutTargets", Map.of("Rule", rule, "Targets", List.<Object>of(target)));
    if (answer.number("FailedEntryCount") != 0) {
      throw new AssertionError(answer.members());
    }
  }

  void pass(Duration time) {
    clock.advance(time);
    events.runDue();
  }

  /// What the function was sent, as JSON.
  List<Map<String, Object>> payloads() {
    return invoked.stream()
        .map(input -> Json.readObject(input.optionalBlob("Payload").orElseThrow().bytes()))
        .toList();
  }

  @Override
  public void close() {
    events.close();
    store.close();
  }

  private static final class AnyLength implements Service.BodyLimit {
    @Override
    public long bytes(Operation operation) {
      return Long.MAX_VALUE;
    }

    @Override
    public ApiException exceeded(Operation operation) {
      throw new AssertionError("too long for " + operation);
    }
  }

  /// For trying real tools by hand: `EventsWorld FOLDER PORT`. It prints what the function is sent.
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    EventsWorld world = new EventsWorld(folder.resolve("virtual"));
    Store real = Store.open(folder.resolve("real"));
    EventsService live =
        new EventsService(
            world.models,
            real,
            new Targets() {
              @Override
              public boolean accepts(String arn) {
                return new ServiceTargets(world.client, Clock.system()).accepts(arn);
              }

              @Override
              public void deliver(Scope scope, String arn, byte[] event) {
                System.out.println(
                    scope.region() + " " + arn + " " + new String(event, StandardCharsets.UTF_8));
              }
            },
            Clock.system());
    live.start();
    try (Front front =
        new Front(
            world.models,
            List.of(live.service()),
            Map.of(),
            live.routes(),
            new Timelines(100),
            folder,
            Integer.parseInt(arguments[1]))) {
      front.start();
      System.out.println("listening on " + front.port());
      Thread.currentThread().join();
    }
  }
}
