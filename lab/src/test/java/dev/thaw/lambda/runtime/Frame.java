package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// A log record as runtime clients frame it for the platform.
///
/// @param type `0xa55a00` and a byte of level and format
record Frame(int type, Instant time, String text) {

  /// Parses a file of nothing but frames.
  static List<Frame> parse(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Frame> frames = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int type = bytes.getInt();
      byte[] text = new byte[bytes.getInt()];
      Instant time = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
      bytes.get(text);
      assertThat(time).isBetween(Instant.now().minusSeconds(3600), Instant.now().plusSeconds(1));
      frames.add(new Frame(type, time, new String(text, StandardCharsets.UTF_8)));
    }
    return frames;
  }
}
