package dev.thaw.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Query;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.WireAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulesTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private EventsWorld world;

  @BeforeEach
  void open() {
    world = new EventsWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void rule(String schedule) {
    world.call("PutRule", Map.of("Name", "warm", "ScheduleExpression", schedule));
    world.target("warm", Map.of());
  }

  @Test
  void firesARateFromItsCreationOn() {
    rule("rate(4 minutes)");
    world.pass(Duration.ofSeconds(239));
    assertThat(world.invoked).isEmpty();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.invoked).hasSize(1);
    world.pass(Duration.ofMinutes(4));
    assertThat(world.invoked).hasSize(2);
  }

  @Test
  void sendsAwsOwnScheduledEvent() {
    rule("cron(0 12 * * ? *)");
    world.pass(Duration.ofDays(1));
    Map<String, Object> event = world.payloads().getFirst();
    assertThat(event.keySet())
        .containsExactly(
            "version",
            "id",
            "detail-type",
            "source",
            "account",
            "time",
            "region",
            "resources",
            "detail");
    assertThat(event)
        .containsEntry("version", "0")
        .containsEntry("detail-type", "Scheduled Event")
        .containsEntry("source", "aws.events")
        .containsEntry("account", "000000000000")
        .containsEntry("time", "2026-01-01T12:00:00Z")
        .containsEntry("region", "us-east-1")
        .containsEntry("resources", List.of("arn:aws:events:us-east-1:000000000000:rule/warm"))
        .containsEntry("detail", Map.of());
    assertThat((String) event.get("id")).matches("[0-9a-f-]{36}");
    assertThat(world.invoked.getFirst().members())
        .containsEntry("FunctionName", EventsWorld.FUNCTION)
        .containsEntry("InvocationType", "Event");
  }

  @Test
  void firesEverythingThatVirtualTimePassesInOrder() {
    rule("rate(1 minute)");
    world.call("PutRule", Map.of("Name", "cron", "ScheduleExpression", "cron(0/7 * * * ? *)"));
    world.target("cron", Map.of());
    world.pass(Duration.ofHours(1));
    assertThat(world.payloads()).hasSize(60 + 9);
    assertThat(world.payloads()).extracting(event -> (String) event.get("time")).isSorted();
  }

  @Test
  void doesNotFireADisabledRuleNorMakeUpForIt() {
    rule("rate(1 minute)");
    world.call("DisableRule", Map.of("Name", "warm"));
    world.pass(MINUTE.multipliedBy(10));
    assertThat(world.invoked).isEmpty();
    world.clock.advance(MINUTE.multipliedBy(5));
    world.call("EnableRule", Map.of("Name", "warm"));
    world.events.runDue();
    assertThat(world.invoked).isEmpty();
    world.pass(MINUTE);
    assertThat(world.invoked).hasSize(1);
  }

  @Test
  void keepsThePhaseWhenARuleIsPutAgainUnchanged() {
    rule("rate(10 minutes)");
    world.pass(MINUTE.multipliedBy(9));
    rule("rate(10 minutes)");
    world.pass(MINUTE);
    assertThat(world.invoked).hasSize(1);
  }

  @Test
  void beginsAnewWhenTheScheduleChanges() {
    rule("rate(10 minutes)");
    world.pass(MINUTE.multipliedBy(9));
    rule("rate(2 minutes)");
    world.pass(MINUTE);
    assertThat(world.invoked).isEmpty();
    world.pass(MINUTE);
    assertThat(world.invoked).hasSize(1);
  }

  @Test
  void doesNotReplayWhatWasDueWhileThawWasDown() {
    rule("rate(1 minute)");
    long later = world.clock.now() + Duration.ofHours(5).plusSeconds(30).toNanos();
    world.close();
    world = new EventsWorld(folder);
    world.clock.advanceTo(later);
    world.events.start();
    world.events.runDue();
    assertThat(world.invoked).isEmpty();
    world.pass(Duration.ofSeconds(30));
    assertThat(world.payloads())
        .singleElement()
        .extracting("time")
        .isEqualTo("2026-01-01T05:01:07Z");
  }

  @Test
  void firesByItselfOnceStarted() {
    world.events.start();
    rule("rate(1 minute)");
    world.clock.advance(MINUTE);
    world.events.clockMoved();
    await().untilAsserted(() -> assertThat(world.invoked).hasSize(1));
  }

  @Test
  void tellsWhenSomethingIsDueNext() {
    assertThat(world.events.runDue()).isEmpty();
    rule("rate(1 minute)");
    assertThat(world.events.runDue()).contains(EventsWorld.BEGIN.plus(MINUTE));
  }

  @Test
  void showsItsFirings() {
    rule("rate(1 minute)");
    world.pass(MINUTE);
    assertThat(world.events.firings())
        .singleElement()
        .satisfies(firing -> {
          assertThat(firing.rule()).isEqualTo("arn:aws:events:us-east-1:000000000000:rule/warm");
          assertThat(firing.time()).isEqualTo(EventsWorld.BEGIN.plus(MINUTE));
          assertThat(firing.scheduled()).isTrue();
          assertThat(firing.target()).isEqualTo(EventsWorld.FUNCTION);
          assertThat(firing.outcome()).isEqualTo(Firing.Outcome.DELIVERED);
          assertThat(firing.tries()).isEqualTo(1);
        });
  }

  @Test
  void tellsItsFiringsOverTheWire() throws IOException {
    rule("rate(1 minute)");
    world.pass(MINUTE.multipliedBy(2));
    assertThat(firings("since=2026-01-01T00:02:00Z"))
        .contains("\"time\":\"2026-01-01T00:02:07Z\"")
        .contains("\"outcome\":\"DELIVERED\"")
        .doesNotContain("2026-01-01T00:01:07Z");
    assertThat(firings("")).contains("2026-01-01T00:01:07Z");
    assertThat(firings("since=yesterday")).contains("since: yesterday (expected: ");
  }

  private String firings(String query) throws IOException {
    Route route = world.events.routes().getFirst();
    WireAnswer answer =
        route
            .handler()
            .handle(
                new RequestHead("GET", route.prefix(), Query.parse(query), new NoHeaders()),
                InputStream.nullInputStream());
    return new String(answer.body().bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void givesUpAtOnceWhenTheFunctionIsMissing() {
    rule("rate(1 minute)");
    world.refusal = new ApiException(404, "ResourceNotFoundException", "Function not found: x");
    world.pass(MINUTE);
    assertThat(world.events.firings())
        .singleElement()
        .satisfies(firing -> {
          assertThat(firing.outcome()).isEqualTo(Firing.Outcome.FAILED);
          assertThat(firing.problem().orElseThrow()).contains("Function not found: x");
        });
  }

  @Test
  void triesAgainWhatMayPass() {
    rule("rate(1 day)");
    world.refusal = new ApiException(429, "TooManyRequestsException", "Rate Exceeded.");
    world.pass(Duration.ofDays(1));
    world.pass(Duration.ofSeconds(1));
    assertThat(world.events.firings())
        .singleElement()
        .satisfies(firing -> {
          assertThat(firing.outcome()).isEqualTo(Firing.Outcome.RETRYING);
          assertThat(firing.tries()).isEqualTo(2);
        });
    world.refusal = null;
    world.pass(Duration.ofSeconds(2));
    assertThat(world.invoked).hasSize(1);
    assertThat(world.events.firings())
        .singleElement()
        .satisfies(firing -> assertThat(firing.outcome()).isEqualTo(Firing.Outcome.DELIVERED));
  }

  @Test
  void triesNoMoreOftenThanTheTargetAllows() {
    world.call("PutRule", Map.of("Name", "warm", "ScheduleExpression", "rate(1 day)"));
    world.target("warm", Map.of("RetryPolicy", Map.of("MaximumRetryAttempts", 2L)));
    world.refusal = new ApiException(500, "ServiceException", "broken");
    world.pass(Duration.ofDays(1));
    for (int i = 0; i < 100; i++) {
      world.pass(Duration.ofMinutes(1));
    }
    assertThat(world.events.firings())
        .singleElement()
        .satisfies(firing -> {
          assertThat(firing.outcome()).isEqualTo(Firing.Outcome.FAILED);
          assertThat(firing.tries()).isEqualTo(3);
        });
  }

  @Test
  void stopsRetryingWhenTheEventIsTooOld() {
    RetryPolicy policy = new RetryPolicy(185, Duration.ofSeconds(60));
    Instant begin = EventsWorld.BEGIN;
    assertThat(policy.next(1, begin, begin)).contains(begin.plusSeconds(1));
    assertThat(policy.next(3, begin, begin.plusSeconds(3))).contains(begin.plusSeconds(7));
    assertThat(policy.next(6, begin, begin.plusSeconds(40))).isEmpty();
    assertThat(RetryPolicy.DEFAULT.next(100, begin, begin)).contains(begin.plusSeconds(600));
  }

  @Test
  void writesToLogGroups() {
    world.call("PutRule", Map.of("Name", "log", "ScheduleExpression", "rate(1 minute)"));
    world.target("log", Map.of("Arn", EventsWorld.GROUP));
    world.pass(MINUTE);
    assertThat(world.logged)
        .singleElement()
        .satisfies(input -> {
          assertThat(input.text("logGroupName")).isEqualTo("/aws/events/x");
          assertThat(input.documents("logEvents").getFirst().text("message"))
              .contains("Scheduled Event");
        });
  }

  private static final class NoHeaders implements RequestHead.Headers {
    @Override
    public Optional<String> first(String name) {
      return Optional.empty();
    }

    @Override
    public void forEach(BiConsumer<String, String> action) {}
  }
}
