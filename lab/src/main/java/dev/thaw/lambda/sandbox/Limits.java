package dev.thaw.lambda.sandbox;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where limits come from. Each makes the control groups of a sandbox below one directory that
/// belongs to this thaw process.
sealed interface Limits permits CgroupV1, CgroupV2, Limits.None {

  /// As in [Sandbox.Enforced].
  String name();

  boolean memory();

  boolean cpu();

  boolean processes();

  /// Whether sandboxes have groups at all, with limits or only to know who belongs to them.
  boolean groups();

  /// Makes the groups of one sandbox and sets what does not change.
  Cgroup create(String token, int memoryMb, int processes);

  /// As in [Sandbox.Enforced].
  default String freezer() {
    return "signals";
  }

  /// Gives the directories back; no sandbox uses them any more.
  default void close() {
    Cgroup.remove(directories());
  }

  /// A group without limits that is nobody's; null if there are no groups.
  default @Nullable Path anteroom() {
    return null;
  }

  /// The directories that hold all groups of this thaw process.
  List<Path> directories();

  /// No control groups.
  record None() implements Limits {

    @Override
    public String name() {
      return "none";
    }

    @Override
    public boolean memory() {
      return false;
    }

    @Override
    public boolean cpu() {
      return false;
    }

    @Override
    public boolean processes() {
      return false;
    }

    @Override
    public boolean groups() {
      return false;
    }

    @Override
    public Cgroup create(String token, int memoryMb, int processes) {
      return new Cgroup(List.of(), null, null, null, null);
    }

    @Override
    public List<Path> directories() {
      return List.of();
    }
  }
}
