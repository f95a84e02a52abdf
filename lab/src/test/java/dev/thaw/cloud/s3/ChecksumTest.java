package dev.thaw.cloud.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumTest {

  private static byte[] sum(Algorithm algorithm, byte[] bytes) {
    Algorithm.Hash hash = algorithm.start();
    hash.update(bytes, 0, bytes.length);
    return hash.value();
  }

  @Test
  void crc64IsThatOfNvme() {
    assertThat(Crc64.number(sum(Algorithm.CRC64NVME, "123456789".getBytes(US_ASCII))))
        .isEqualTo(0xAE8B14860A799888L);
  }

  @Test
  void crc64DoesNotDependOnHowTheBytesCome() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] bytes = new byte[1000];
    random.nextBytes(bytes);
    Crc64 pieces = new Crc64();
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(random.nextInt(20), bytes.length - at);
      pieces.update(bytes, at, length);
      at += length;
    }
    assertThat(pieces.value()).as("seed %d", seed).isEqualTo(sum(Algorithm.CRC64NVME, bytes));
  }

  @ParameterizedTest
  @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
  void joinedChecksumsAreThoseOfTheWhole(Algorithm algorithm) {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] whole = new byte[random.nextInt(3000)];
      random.nextBytes(whole);
      int border = random.nextInt(whole.length + 1);
      byte[] joined =
          algorithm.join(
              sum(algorithm, Arrays.copyOf(whole, border)),
              sum(algorithm, Arrays.copyOfRange(whole, border, whole.length)),
              whole.length - border);
      assertThat(joined)
          .as("seed %d, %d of %d", seed, border, whole.length)
          .isEqualTo(sum(algorithm, whole));
    }
  }
}
