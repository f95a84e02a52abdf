package dev.thaw.cloud.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowKeyTest {

  private static final Bucket BUCKET =
      new Bucket(
          "id", "bucket", "0", "us-east-1", Instant.EPOCH, Bucket.Versioning.NEVER, Map.of());

  /// Characters where the orders of UTF-8 and UTF-16 and the escapes differ.
  private static final String LETTERS = "\0\1\2\u0007a/\u00e4\ud7ff\ue000\uffff";

  private static String random(Random random) {
    StringBuilder key = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      if (random.nextInt(6) == 0) {
        key.appendCodePoint(0x10000 + random.nextInt(10));
      } else {
        key.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
    }
    return key.toString();
  }

  private static String row(String key, long sequence) {
    return RowKey.row(BUCKET, StoredObject.marker(key, Instant.EPOCH).at("v", sequence));
  }

  @Test
  void rowsAreInTheOrderOfTheKeysBytes() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      String one = random(random);
      String other = random(random);
      int expected =
          Integer.signum(Arrays.compareUnsigned(one.getBytes(UTF_8), other.getBytes(UTF_8)));
      int order = Integer.signum(row(one, 7).compareTo(row(other, 7)));
      assertThat(order).as("seed %d: %s and %s", seed, one, other).isEqualTo(expected);
      assertThat(RowKey.objectKey(BUCKET, row(one, 7))).as("seed %d", seed).isEqualTo(one);
      boolean begins = other.startsWith(one);
      assertThat(row(other, 7).startsWith(RowKey.prefix(BUCKET, one)))
          .as("seed %d: %s begins %s", seed, one, other)
          .isEqualTo(begins || bytesBegin(other, one));
    }
  }

  private static boolean bytesBegin(String key, String start) {
    byte[] whole = key.getBytes(UTF_8);
    byte[] part = start.getBytes(UTF_8);
    return whole.length >= part.length && Arrays.equals(Arrays.copyOf(whole, part.length), part);
  }

  @Test
  void theNewestVersionOfAKeyComesFirst() {
    assertThat(row("k", 8)).isLessThan(row("k", 7)).startsWith(RowKey.key(BUCKET, "k"));
    assertThat(row("k", 0)).isLessThan(RowKey.key(BUCKET, "k") + RowKey.LAST);
    assertThat(row("k\0", 8)).isGreaterThan(RowKey.key(BUCKET, "k") + RowKey.LAST);
  }
}
