package dev.thaw.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.timeline.VirtualClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventBufferTest {

  private static final long START = 1_000_000_000_000L;

  private final VirtualClock clock = new VirtualClock(START);
  private final EventBuffer buffer = new EventBuffer(new Buffering(262_144, 1_000, 100));

  @Test
  void aBatchIsDueATimeoutAfterItsFirstEvent() {
    assertThat(buffer.dueAt()).isEqualTo(Long.MAX_VALUE);
    offer(10);
    clock.advance(Duration.ofMillis(60));
    offer(10);

    assertThat(buffer.dueAt()).isEqualTo(START + 100_000_000);
    assertThat(buffer.take()).hasSize(2);
    assertThat(buffer.dueAt()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aBatchIsDueAtOnceWhenItsItemsAreFull() {
    offer(10, 999);
    assertThat(buffer.dueAt()).isGreaterThan(clock.now());
    offer(10, 501);

    assertThat(buffer.dueAt()).isLessThan(clock.now());
    assertThat(buffer.take()).hasSize(1_000);
    assertThat(buffer.dueAt()).isEqualTo(START + 100_000_000);
    assertThat(buffer.take()).hasSize(500);
  }

  @Test
  void aBatchStaysWithinItsBytes() {
    offer(100_000, 3);

    assertThat(buffer.dueAt()).isLessThan(clock.now());
    assertThat(buffer.take()).hasSize(2);
    assertThat(buffer.take()).hasSize(1);
    assertThat(buffer.take()).isEmpty();
  }

  @Test
  void anEventLargerThanABatchGoesAlone() {
    offer(300_000);
    offer(10);

    assertThat(buffer.take()).hasSize(1);
    assertThat(buffer.take()).hasSize(1);
  }

  @Test
  void whatFindsNoRoomIsCountedOnce() {
    offer(262_144, EventBuffer.BATCHES);
    offer(7, 3);

    assertThat(buffer.takeDropped()).isEqualTo(new EventBuffer.Dropped(3, 21));
    assertThat(buffer.takeDropped()).isEqualTo(new EventBuffer.Dropped(0, 0));
    buffer.take();
    offer(7);
    assertThat(buffer.takeDropped().records()).isZero();
  }

  @Test
  void itemsAreBoundedToo() {
    offer(1, EventBuffer.BATCHES * 1_000 + 5);

    assertThat(buffer.takeDropped()).isEqualTo(new EventBuffer.Dropped(5, 5));
  }

  @Test
  void aBatchThatIsPutBackKeepsItsOrderAndIsDue() {
    buffer.offer(new byte[] {1}, clock.now());
    buffer.offer(new byte[] {2}, clock.now());
    List<byte[]> batch = buffer.take();
    buffer.offer(new byte[] {3}, clock.now());

    buffer.putBack(batch);

    assertThat(buffer.dueAt()).isLessThan(clock.now());
    assertThat(buffer.take()).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
  }

  private void offer(int bytes) {
    buffer.offer(new byte[bytes], clock.now());
  }

  private void offer(int bytes, int times) {
    for (int i = 0; i < times; i++) {
      offer(bytes);
    }
  }
}
