package dev.thaw.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcTest {

  @Test
  void aNameWithParenthesesAndBlanksIsNoTrouble() {
    String line = "42 (a) R 1 (b) T 7 8 9 0 -1 1 2 3 4 5 6 7 8 9 10 11 12 0 4711 13";

    assertThat(Proc.Stat.parse(line)).isEqualTo(new Proc.Stat('T', 7, 9, 4711));
  }

  @Test
  void whatIsNoStatLineIsRefused() {
    for (String line : List.of("", ")", "1 (x) S 1 2", "1 x S 1 2 3 4 5 6 7 8 9")) {
      assertThatThrownBy(() -> Proc.Stat.parse(line))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: at least 22 fields");
    }
  }

  @Test
  void aProcessThatIsNotThereIsAbsent() {
    assertThat(Proc.stat(Long.MAX_VALUE)).isEmpty();
    assertThat(Proc.lives(Long.MAX_VALUE)).isFalse();
    assertThat(Proc.descendants(Long.MAX_VALUE)).isEmpty();
    assertThat(Proc.descriptors(Long.MAX_VALUE)).isEmpty();
    assertThat(Proc.kilobytes(Long.MAX_VALUE, "status", "VmHWM")).isEmpty();
  }
}
