package dev.thaw.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.timeline.Clock;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTailTest {

  private static final String ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/f";

  @TempDir private Path folder;

  /// One message of the event stream, headers and payload as one text.
  private static String frame(InputStream in) throws Exception {
    int length = ByteBuffer.wrap(in.readNBytes(4)).getInt();
    return new String(in.readNBytes(length - 4), StandardCharsets.UTF_8);
  }

  @Test
  void showsWhatMatchesUntilTheEnd() throws Exception {
    InputStream in;
    try (LogsWorld world = new LogsWorld(folder, Clock.system())) {
      world.function("/aws/lambda/f", "s", 1, "before");
      in =
          world.stream(
              "StartLiveTail",
              Map.of("logGroupIdentifiers", List.of(ARN), "logEventFilterPattern", "wanted"));
      assertThat(frame(in)).contains("initial-response");
      assertThat(frame(in)).contains("sessionStart", "sessionId", ARN);
      world.function("/aws/lambda/f", "s", 2, "wanted");
      world.function("/aws/lambda/f", "s", 3, "not this one");
    }
    String rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    assertThat(rest)
        .contains("sessionUpdate", "\"message\":\"wanted\\n\"", "000000000000:/aws/lambda/f")
        .doesNotContain("not this one", "before");
  }

  @Test
  void refusesGroupsThatAreNotThere() {
    try (LogsWorld world = new LogsWorld(folder, Clock.system())) {
      assertThat(world.call("StartLiveTail", Map.of("logGroupIdentifiers", List.of(ARN))).error())
          .isEqualTo("ResourceNotFoundException");
      assertThat(world.call("StartLiveTail", Map.of("logGroupIdentifiers", List.of("f"))).error())
          .isEqualTo("InvalidParameterException");
    }
  }
}
