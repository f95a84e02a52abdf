package dev.thaw.cloud.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.thaw.cloud.lambda.LambdaService;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.timeline.Timelines;
import dev.thaw.timeline.VirtualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real Lambda as a target, down to what it gives the execution side.
class EventsToLambdaTest {

  private static final Scope SCOPE =
      new Scope("eu-central-1", "000000000000", "", Optional.empty());

  @TempDir Path folder;
  private final VirtualClock clock = new VirtualClock(EventTimes.nanos(EventsWorld.BEGIN));
  private final List<Service> services = new ArrayList<>();
  private final ServiceClient client = new ServiceClient(() -> services, clock);

  @Test
  void keepsAFunctionWarmAndTellsWhatBecameOfIt() throws IOException {
    FakeInvoker invoker = new FakeInvoker();
    Models models = Models.bundled();
    try (Store store = Store.open(folder.resolve("state"));
        LambdaService lambda =
            new LambdaService(
                models,
                store,
                new Contents(folder.resolve("code")),
                invoker,
                clock,
                new Timelines(100),
                client,
                List.of());
        EventsService events =
            new EventsService(
                models, store, new ServiceTargets(client, clock), clock, Runnable::run)) {
      services.add(lambda.service());
      services.add(events.service());
      lambda.start();
      String function = createFunction();
      schedule("warm", function);
      schedule("lost", function + "-that-is-missing");

      clock.advance(Duration.ofMinutes(4));
      events.runDue();

      await().untilAsserted(() -> assertThat(invoker.requests).hasSize(1));
      assertThat(Json.readObject(invoker.requests.getFirst().payload()))
          .containsEntry("detail-type", "Scheduled Event")
          .containsEntry("region", "eu-central-1");
      assertThat(events.firings())
          .extracting(firing -> firing.rule() + " " + firing.outcome())
          .containsExactlyInAnyOrder(
              "arn:aws:events:eu-central-1:000000000000:rule/warm DELIVERED",
              "arn:aws:events:eu-central-1:000000000000:rule/lost FAILED");
    }
  }

  private String createFunction() throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("app.py"));
      out.write("def handler(event, context): pass\n".getBytes(UTF_8));
    }
    return client
        .call(
            SCOPE,
            "lambda",
            "CreateFunction",
            Map.of(
                "FunctionName", "hello",
                "Runtime", "python3.13",
                "Role", "arn:aws:iam::000000000000:role/x",
                "Handler", "app.handler",
                "Code", Map.of("ZipFile", Blob.of(zip.toByteArray()))))
        .text("FunctionArn");
  }

  private void schedule(String rule, String function) {
    client.call(
        SCOPE, "events", "PutRule", Map.of("Name", rule, "ScheduleExpression", "rate(4 minutes)"));
    client.call(
        SCOPE,
        "events",
        "PutTargets",
        Map.of("Rule", rule, "Targets", List.of(Map.of("Id", "1", "Arn", function))));
  }
}
