package dev.thaw.cloud.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.FunctionSpec.CodeArtifact;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.lambda.InvokeRequest;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import dev.thaw.timeline.VirtualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsyncQueueTest {

  private final VirtualClock clock = new VirtualClock(1_700_000_000_000_000_000L);
  private final FakeInvoker invoker = new FakeInvoker();
  private final Inbox inbox = new Inbox();

  @TempDir Path folder;
  private Store store;
  private FunctionStore functions;
  private AsyncQueue queue;

  @BeforeEach
  void open() throws IOException {
    store = Store.open(folder);
    functions = new FunctionStore(store, new Contents(folder.resolve("code")));
    queue = queue();
  }

  @AfterEach
  void close() {
    queue.close();
    store.close();
  }

  @Test
  void runsAnEventOnceAndForgetsIt() {
    create("hello", Map.of(), Map.of());
    accept("hello", "r1");

    runDue();

    assertThat(invoker.asked).containsExactly("invoke hello $LATEST");
    assertThat(queue.size()).isZero();
    assertThat(store.table("lambda.events").startingWith("")).isEmpty();
  }

  @Test
  void retriesWithTheSameRequestIdWhenTheTimeHasCome() {
    create("hello", Map.of(), Map.of());
    invoker.behaviour = (function, request) -> FakeInvoker.failed("{}");
    accept("hello", "r1");

    runDue();
    runDue();
    assertThat(invoker.requests).hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    runDue();
    clock.advance(Duration.ofMinutes(2));
    runDue();

    assertThat(invoker.requests)
        .extracting(InvokeRequest::requestId)
        .containsExactly("r1", "r1", "r1");
    assertThat(queue.size()).isZero();
  }

  @Test
  void aThrottledEventComesBack() {
    create("hello", Map.of(), Map.of());
    invoker.behaviour =
        (function, request) ->
            invoker.requests.size() > 1
                ? FakeInvoker.answered(new byte[0])
                : new InvokeOutcome.Throttled(
                    InvokeOutcome.Reason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
    accept("hello", "r1");

    runDue();
    clock.advance(Duration.ofSeconds(1));
    runDue();

    assertThat(invoker.requests).hasSize(2);
    assertThat(queue.size()).isZero();
  }

  @Test
  void whatWasAcceptedIsTriedAfterARestart() {
    create("hello", Map.of(), Map.of());
    accept("hello", "r1");

    queue = queue();
    runDue();

    assertThat(invoker.requests).extracting(InvokeRequest::requestId).containsExactly("r1");
  }

  @Test
  void aFunctionThatIsADestinationIsCalledWithTheRecord() {
    create(
        "hello",
        Map.of(
            "DestinationConfig",
            Map.of(
                "OnSuccess",
                Map.of("Destination", "arn:aws:lambda:us-east-1:000000000000:function:next"))),
        Map.of());
    create("next", Map.of(), Map.of());
    accept("hello", "r1");

    runDue();
    runDue();

    assertThat(invoker.asked).containsExactly("invoke hello $LATEST", "invoke next $LATEST");
    Document record = new Document(Json.readObject(invoker.requests.getLast().payload()));
    assertThat(record.document("requestContext").text("requestId")).isEqualTo("r1");
    assertThat(record.document("requestContext").text("condition")).isEqualTo("Success");
    assertThat(record.document("requestPayload").text("event")).isEqualTo("r1");
    assertThat(record.document("responseContext").number("statusCode")).isEqualTo(200);
  }

  @Test
  void functionsThatCallEachOtherForEverAreStopped() {
    create(
        "hello",
        Map.of(
            "DestinationConfig",
            Map.of(
                "OnSuccess",
                Map.of("Destination", "arn:aws:lambda:us-east-1:000000000000:function:hello"))),
        Map.of());
    invoker.behaviour = (function, request) -> FakeInvoker.answered("1".getBytes(UTF_8));
    accept("hello", "r1");

    for (int i = 0; i < 40; i++) {
      runDue();
    }

    assertThat(invoker.requests).hasSize(17);
  }

  @Test
  void aLoopThatIsAllowedGoesOn() {
    createLoop();
    invoker.behaviour = (function, request) -> FakeInvoker.answered("1".getBytes(UTF_8));
    accept("hello", "r1");

    for (int i = 0; i < 25; i++) {
      runDue();
    }

    assertThat(invoker.requests).hasSize(25);
  }

  @Test
  void aRecordTooBigForAnEventIsNotHandedOn() {
    createLoop();
    invoker.behaviour =
        (function, request) ->
            FakeInvoker.answered(("\"" + "x".repeat(1 << 20) + "\"").getBytes(UTF_8));
    accept("hello", "r1");

    runDue();
    runDue();

    assertThat(invoker.requests).hasSize(1);
    assertThat(queue.size()).isZero();
  }

  private void createLoop() {
    create(
        "hello",
        Map.of(
            "DestinationConfig",
            Map.of(
                "OnSuccess",
                Map.of("Destination", "arn:aws:lambda:us-east-1:000000000000:function:hello"))),
        Map.of());
    functions.update(
        key("hello"),
        function -> function.withAttachments(function.attachments().withLoopsAllowed(true)));
  }

  @Test
  void aFailureGoesToDestinationAndDeadLetterTarget() {
    create(
        "hello",
        Map.of(
            "MaximumRetryAttempts",
            0L,
            "DestinationConfig",
            Map.of("OnFailure", Map.of("Destination", "arn:aws:sqs:us-east-1:0:failed"))),
        Map.of("DeadLetterConfig", Map.of("TargetArn", "arn:aws:sqs:us-east-1:0:dead")));
    invoker.behaviour = (function, request) -> FakeInvoker.failed("{\"errorType\":\"E\"}");
    accept("hello", "r1");

    runDue();

    assertThat(inbox.received)
        .hasSize(2)
        .anySatisfy(line ->
            assertThat(line).startsWith("failed {\"version\":\"1.0\"").contains("RetriesExhausted"))
        .anySatisfy(line ->
            assertThat(line).startsWith("dead {\"event\":\"r1\"}").contains("RequestID=r1"));
  }

  @Test
  void anEventWhoseDestinationFailsIsKept() {
    create(
        "hello",
        Map.of(
            "DestinationConfig",
            Map.of("OnSuccess", Map.of("Destination", "arn:aws:sqs:us-east-1:0:broken"))),
        Map.of());
    accept("hello", "r1");

    runDue();

    assertThat(store.table("lambda.events").startingWith("")).hasSize(1);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void anEventOfADeletedFunctionIsDropped() {
    create("hello", Map.of(), Map.of());
    accept("hello", "r1");
    functions.delete(key("hello"));

    runDue();

    assertThat(invoker.requests).isEmpty();
    assertThat(queue.size()).isZero();
  }

  @Test
  void anAcknowledgedEventSurvivesTheDeathOfTheProcess() throws Exception {
    Path data = folder.resolve("killed");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AcknowledgingVictim.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String acknowledged;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      acknowledged = lines.readLine();
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(acknowledged).startsWith("202 ");

    try (LambdaWorld world = new LambdaWorld(data)) {
      await().untilAsserted(() -> assertThat(world.invoker.requests).hasSize(1));
      assertThat(world.invoker.requests.getFirst().requestId())
          .isEqualTo(acknowledged.substring(4));
    }
  }

  private AsyncQueue queue() {
    return new AsyncQueue(store, functions, invoker, clock, new Timelines(10), List.of(inbox));
  }

  /// Runs what is due and waits for its end.
  private void runDue() {
    queue.runDue();
    await().until(queue::idle);
  }

  private void accept(String name, String id) {
    byte[] payload = ("{\"event\":\"" + id + "\"}").getBytes(UTF_8);
    queue.accept(
        AsyncEvent.accepted(
            id,
            new FunctionRef(key(name), Optional.empty()),
            payload,
            "Root=1-a",
            null,
            clock.now()),
        new Timeline(Kind.REQUEST, id, clock));
  }

  private void create(String name, Map<String, Object> events, Map<String, Object> more) {
    Document input =
        new Document(
            Map.of(
                "Runtime",
                "python3.13",
                "Handler",
                "a.b",
                "Role",
                "arn:aws:iam::000000000000:role/r"));
    Map<String, Object> members = new HashMap<>(FunctionSettings.created(key(name), input));
    members.put("Version", "$LATEST");
    members.put("RevisionId", "1");
    members.putAll(more);
    FunctionVersion latest =
        FunctionVersion.of(
            key(name),
            members,
            new StoredPackage(new CodeArtifact(folder.resolve("x.zip"), "0".repeat(64), 1), 1),
            List.of());
    functions.create(
        FunctionRecord.created(latest, Map.of())
            .withEventConfigs(events.isEmpty() ? Map.of() : Map.of("$LATEST", events)));
  }

  private static FunctionKey key(String name) {
    return new FunctionKey("000000000000", "us-east-1", name);
  }

  /// A queue of another service; the one named `broken` fails.
  private static final class Inbox implements Destination {
    private final List<String> received = new CopyOnWriteArrayList<>();

    @Override
    public boolean accepts(String arn) {
      return arn.startsWith("arn:aws:sqs:");
    }

    @Override
    public void send(String arn, byte[] record, Map<String, String> attributes) {
      String name = arn.substring(arn.lastIndexOf(':') + 1);
      if (name.equals("broken")) {
        throw new IllegalStateException("the queue is broken");
      }
      received.add(name + " " + new String(record, UTF_8) + " " + attributes);
    }
  }
}
