package dev.thaw.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {

  private final VirtualClock clock = new VirtualClock(1_000);
  private final Timeline timeline = new Timeline(Kind.REQUEST, "request-1", clock);

  @Test
  void phasesNestAndKeepTheirTimes() {
    Timeline.Mark invoke = timeline.begin("invoke");
    clock.advance(Duration.ofNanos(10));
    Timeline.Mark dispatch = invoke.begin("dispatch");
    clock.advance(Duration.ofNanos(5));
    dispatch.end();
    invoke.end();

    Snapshot snapshot = timeline.snapshot();

    assertThat(snapshot.phases()).extracting(Phase::name).containsExactly("invoke", "dispatch");
    assertThat(snapshot.phases()).extracting(Phase::parent).containsExactly(Phase.NONE, 0);
    assertThat(snapshot.total("invoke")).isEqualTo(15);
    assertThat(snapshot.total("dispatch")).isEqualTo(5);
  }

  @Test
  void everyPhaseSaysWhetherItWasMeasuredOrEmulated() {
    timeline.begin("invoke").end();
    timeline.record("distance", Origin.EMULATED, 1_000, 2_000);

    assertThat(timeline.snapshot().phases())
        .extracting(Phase::origin)
        .containsExactly(Origin.MEASURED, Origin.EMULATED);
  }

  @Test
  void anOpenTimelineFoldsTooAndItsOpenPhasesLastUntilNow() {
    timeline.begin("invoke");
    clock.advance(Duration.ofNanos(7));

    Snapshot snapshot = timeline.snapshot();

    assertThat(snapshot.sealed()).isFalse();
    assertThat(snapshot.phase("invoke").orElseThrow().end()).isEmpty();
    assertThat(snapshot.total("invoke")).isEqualTo(7);
  }

  @Test
  void onlyTheFirstEndCounts() {
    Timeline.Mark invoke = timeline.begin("invoke");
    invoke.endAt(1_010);
    invoke.endAt(9_999);

    assertThat(timeline.snapshot().total("invoke")).isEqualTo(10);
  }

  @Test
  void whatComesAfterTheSealIsDroppedAndCounted() {
    timeline.note("function", "hello");
    timeline.seal();
    timeline.begin("late").begin("later").note("k", "v").end();

    Snapshot snapshot = timeline.snapshot();

    assertThat(snapshot.phases()).isEmpty();
    assertThat(snapshot.attributes()).containsEntry("function", "hello").containsEntry("late", 2);
  }

  @Test
  void linksNameTheOtherTimeline() {
    Timeline environment = new Timeline(Kind.ENVIRONMENT, "environment-1", clock);
    timeline.link(Link.Relation.RAN_IN, environment);

    assertThat(timeline.snapshot().links())
        .containsExactly(new Link(Link.Relation.RAN_IN, Kind.ENVIRONMENT, "environment-1"));
  }

  @Test
  void manyThreadsAppendWithoutLoss() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 500; i++) {
                  timeline.begin("phase").end();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(timeline.snapshot().phases())
        .hasSize(4_000)
        .allMatch(phase -> phase.end().isPresent());
  }

  @Test
  void theSystemClockAgreesWithTheWallClock() {
    long wall = Instant.now().toEpochMilli();

    assertThat(Clock.system().now() / 1_000_000).isBetween(wall - 2_000, wall + 2_000);
  }

  @Test
  void aVirtualClockNeverGoesBack() {
    assertThatThrownBy(() -> clock.advanceTo(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("instant: 1 (expected: >= 1000)");
  }

  @Test
  void theOldestTimelineIsForgottenFirst() {
    Timelines timelines = new Timelines(2);
    for (String id : List.of("a", "b", "c")) {
      timelines.add(new Timeline(Kind.REQUEST, id, clock));
    }

    assertThat(timelines.find("a")).isEmpty();
    assertThat(timelines.newest(5)).extracting(Timeline::id).containsExactly("c", "b");
  }
}
