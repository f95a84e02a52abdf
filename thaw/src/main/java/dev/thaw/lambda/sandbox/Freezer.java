package dev.thaw.lambda.sandbox;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Stops all processes of a sandbox and lets them go on.
sealed interface Freezer {

  /// As in [Sandbox.Enforced].
  String name();

  /// Returns when nothing runs any more.
  void freeze();

  void thaw();

  /// Whether the end of a killed process shows only after [#thaw].
  boolean holdsTheKilled();

  static Freezer of(Cgroup cgroup, Signals signals) {
    if (cgroup.unified() != null) {
      return new V2(cgroup.unified());
    }
    if (cgroup.freezer() != null) {
      return new V1(cgroup.freezer());
    }
    return signals;
  }

  /// `cgroup.freeze` of version 2.
  record V2(Path group) implements Freezer {

    @Override
    public String name() {
      return "cgroup v2";
    }

    @Override
    public void freeze() {
      Cgroup.write(group.resolve("cgroup.freeze"), "1");
      await(group.resolve("cgroup.events"), "frozen 1");
    }

    @Override
    public void thaw() {
      Cgroup.write(group.resolve("cgroup.freeze"), "0");
    }

    @Override
    public boolean holdsTheKilled() {
      return false;
    }
  }

  /// The freezer controller of version 1.
  record V1(Path group) implements Freezer {

    @Override
    public String name() {
      return "cgroup v1";
    }

    @Override
    public void freeze() {
      Cgroup.write(group.resolve("freezer.state"), "FROZEN");
      await(group.resolve("freezer.state"), "FROZEN");
    }

    @Override
    public void thaw() {
      Cgroup.write(group.resolve("freezer.state"), "THAWED");
    }

    @Override
    public boolean holdsTheKilled() {
      return true;
    }
  }

  /// Stop and continue signals, sent by the sandbox's own first process.
  record Signals(Runnable stop, Runnable go) implements Freezer {

    @Override
    public String name() {
      return "signals";
    }

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
  }

  /// Waits until a line of the file says so: at once where all processes wait, a moment where some
  /// are in the kernel.
  private static void await(Path file, String line) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (Proc.read(file).lines().noneMatch(line::equals)) {
      if (System.nanoTime() - deadline > 0) {
        throw new SandboxException(
            file + ": " + Proc.read(file).strip() + " (expected: " + line + ")", null);
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
    }
  }
}
