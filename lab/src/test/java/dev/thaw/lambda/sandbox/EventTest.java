package dev.thaw.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventTest {

  @Test
  void readsWhatTheShellsTell() {
    assertThat(
            List.of(
                Event.parse("0 ready").orElseThrow(),
                Event.parse("0 fifos").orElseThrow(),
                Event.parse("0 nofifos").orElseThrow(),
                Event.parse("3 up 4711").orElseThrow(),
                Event.parse("3 started 1 4712").orElseThrow(),
                Event.parse("3 exit 1 137 ").orElseThrow(),
                Event.parse("3 exit 1 137 signal").orElseThrow(),
                Event.parse("3 lost 1").orElseThrow(),
                Event.parse("3 done 9").orElseThrow(),
                Event.parse("3 gone 0").orElseThrow()))
        .containsExactly(
            new Event.Ready(),
            new Event.Fifos(true),
            new Event.Fifos(false),
            new Event.Up(3, 4711),
            new Event.Started(3, 1, 4712),
            new Event.Ended(3, 1, 137, false),
            new Event.Ended(3, 1, 137, true),
            new Event.Lost(3, 1),
            new Event.Done(3, 9),
            new Event.Gone(3, 0));
  }

  @Test
  void takesNothingElseForAnEvent() {
    for (String line :
        List.of(
            "",
            " ",
            "ready",
            "x ready",
            "3 up",
            "3 up x",
            "3 up 99999999999999999999",
            "3 started 1",
            "3 exit 1 2 3 4",
            "-",
            "3 unknown 1",
            "3 up/3",
            "\0\uD83D\uDE00")) {
      assertThat(Event.parse(line)).as(line).isEmpty();
    }
  }
}
