package dev.thaw.lambda.sandbox;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Stops all processes of a sandbox and lets them go on.
sealed interface Freezer extends AutoCloseable {

  /// Returns when nothing runs any more.
  void freeze();

  void thaw();

  /// Whether the end of a killed process shows only after [#thaw].
  boolean holdsTheKilled();

  @Override
  void close();

  static Freezer of(Cgroup cgroup, Signals signals) {
    if (cgroup.unified() != null) {
      return new V2(
          ControlFile.open(cgroup.unified().resolve("cgroup.freeze"), true),
          ControlFile.open(cgroup.unified().resolve("cgroup.events"), false));
    }
    if (cgroup.freezer() != null) {
      return new V1(ControlFile.open(cgroup.freezer().resolve("freezer.state"), true));
    }
    return signals;
  }

  /// Version 2.
  ///
  /// @param control `cgroup.freeze`
  /// @param events `cgroup.events`
  record V2(ControlFile control, ControlFile events) implements Freezer {

    @Override
    public void freeze() {
      control.write("1");
      await(events, "frozen 1");
    }

    @Override
    public void thaw() {
      control.write("0");
    }

    @Override
    public boolean holdsTheKilled() {
      return false;
    }

    @Override
    public void close() {
      control.close();
      events.close();
    }
  }

  /// The freezer controller of version 1.
  ///
  /// @param state `freezer.state`
  record V1(ControlFile state) implements Freezer {

    @Override
    public void freeze() {
      state.write("FROZEN");
      await(state, "FROZEN");
    }

    @Override
    public void thaw() {
      state.write("THAWED");
    }

    @Override
    public boolean holdsTheKilled() {
      return true;
    }

    @Override
    public void close() {
      state.close();
    }
  }

  /// Stop and continue signals, sent by the sandbox's own first process.
  record Signals(Runnable stop, Runnable go) implements Freezer {

    @Override
    public void freeze() {
      stop.run();
    }

    @Override
    public void thaw() {
      go.run();
    }

    /// The killed end, but the shell that waits for them is stopped too.
    @Override
    public boolean holdsTheKilled() {
      return true;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  /// Waits until a line of the file says so: usually within some microseconds, longer where a
  /// process is busy in the kernel.
  private static void await(ControlFile file, String line) {
    long start = System.nanoTime();
    String content = file.read();
    while (content.lines().noneMatch(line::equals)) {
      long waited = System.nanoTime() - start;
      if (waited > TimeUnit.SECONDS.toNanos(5)) {
        throw new SandboxException(
            file.path() + ": " + content.strip() + " (expected: " + line + ")", null);
      }
      if (waited > TimeUnit.MICROSECONDS.toNanos(50)) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
      } else {
        Thread.onSpinWait();
      }
      content = file.read();
    }
  }
}
