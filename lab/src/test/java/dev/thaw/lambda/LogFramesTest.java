package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class LogFramesTest {

  private final LogFrames frames = new LogFrames();
  private final List<String> records = new ArrayList<>();

  @Test
  void aRecordOfSeveralLinesStaysOne() {
    feed(frame(0xa55a0003, "one\ntwo"));

    assertThat(records).containsExactly("1700000000000 one\ntwo");
  }

  @Test
  void framesMayComeInAnyPieces() {
    byte[] bytes = concat(frame(0xa55a0003, "first"), frame(0xa55a000f, "second"));
    for (byte b : bytes) {
      feed(new byte[] {b});
    }

    assertThat(records).containsExactly("1700000000000 first", "1700000000000 second");
  }

  @Test
  void bytesThatAreNoFrameAreSkipped() {
    feed(concat("garbage".getBytes(StandardCharsets.UTF_8), frame(0xa55a0003, "kept")));

    assertThat(records).containsExactly("1700000000000 kept");
  }

  @Test
  void aFrameThatClaimsAnAbsurdLengthIsSkipped() {
    byte[] absurd =
        ByteBuffer.allocate(16).putInt(0xa55a0003).putInt(Integer.MAX_VALUE).putLong(1).array();
    feed(concat(absurd, frame(0xa55a0003, "kept")));

    assertThat(records).containsExactly("1700000000000 kept");
  }

  @Test
  void randomBytesNeverBreakIt() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      feed(bytes);
    }
    records.clear();
    // Whatever is pending is less than a frame of the largest size.
    for (int i = 0; i < 70; i++) {
      feed(frame(0xa55a0003, "x".repeat(16_000)));
    }

    assertThat(records).isNotEmpty();
  }

  private void feed(byte[] bytes) {
    frames.feed(bytes, bytes.length, (time, text) -> records.add(time + " " + text));
  }

  private static byte[] frame(int type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(16 + bytes.length)
        .putInt(type)
        .putInt(bytes.length)
        .putLong(1_700_000_000_000_000L)
        .put(bytes)
        .array();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
