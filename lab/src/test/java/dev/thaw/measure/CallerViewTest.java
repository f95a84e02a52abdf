package dev.thaw.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.wire.http.Stamps;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerViewTest {

  /// Sent from 1,000 to 1,010 us, answered from 2,010 to 2,020 us.
  private static final CallerView VIEW =
      new CallerView(
          new Stamps(
              1_000_000, Optional.empty(), 1_000_000, 1_010_000, 2_010_000, 2_010_000, 2_020_000));

  @Test
  void leavesARecordWhereTheClockPutsIt() {
    assertThat(VIEW.offsetUs(1_200, 1_900)).isZero();
    assertThat(VIEW.offsetUs(1_005, 1_900)).isZero();
  }

  @Test
  void putsARecordOfAnotherClockIntoTheMiddleOfTheWait() {
    assertThat(VIEW.offsetUs(901_000, 901_600)).isEqualTo(1_210 - 901_000);
    assertThat(VIEW.offsetUs(5_000, 5_600)).isEqualTo(1_210 - 5_000);
  }

  @Test
  void beginsARecordThatIsTooLongWithTheWait() {
    assertThat(VIEW.offsetUs(901_000, 990_000)).isEqualTo(1_010 - 901_000);
  }

  @Test
  void namesThePhasesOfAKeptConnection() {
    assertThat(VIEW.spans())
        .extracting(TimelineView.Span::name)
        .containsExactly("send", "wait", "receive");
    assertThat(VIEW.startUs()).isEqualTo(1_000);
  }

  @Test
  void waitsForNothingWhereTheAnswerBeginsBeforeTheRequestIsOut() {
    CallerView early =
        new CallerView(new Stamps(0, Optional.empty(), 0, 500_000, 300_000, 300_000, 600_000));
    assertThat(early.spans()).extracting(TimelineView.Span::ms).containsExactly(0.5, 0.0, 0.1);
  }
}
