package dev.thaw.cli;

import java.io.PrintWriter;

/// One line on the terminal that says how far it is. On anything but a terminal it says nothing.
final class ProgressLine {

  private static final long EVERY_NANOS = 100_000_000;

  private final PrintWriter err;
  private final boolean shown = Terminals.shown();
  private long last;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /// @param what is counted
  void step(String what, int done, int total) {
    long now = System.nanoTime();
    if (!shown || (now - last < EVERY_NANOS && done < total)) {
      return;
    }
    last = now;
    err.print(done < total ? "\r\u001b[K" + what + " " + done + "/" + total : "\r\u001b[K");
    err.flush();
  }

  /// Says what goes on now, without a count.
  void say(String what) {
    if (shown) {
      err.print("\r\u001b[K" + what);
      err.flush();
    }
  }

  /// Says what is to stay, on a line of its own, on anything.
  void note(String message) {
    clear();
    err.println("thaw: " + message);
    err.flush();
  }

  void clear() {
    if (shown) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
