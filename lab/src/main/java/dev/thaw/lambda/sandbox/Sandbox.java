package dev.thaw.lambda.sandbox;

import java.util.List;
import java.util.Map;

/// A place of its own for the processes of one execution environment. It outlives them: after a
/// reset, new ones are started in the same place and find the same `/tmp`.
public interface Sandbox extends AutoCloseable {

  String id();

  SandboxPaths paths();

  /// What is really enforced here.
  Enforced enforced();

  /// Starts a process. It can be called from any thread and several times: extensions, then the
  /// runtime.
  ///
  /// @param command executable and arguments, paths as seen inside
  /// @param environment the whole environment, nothing is inherited
  /// @throws SandboxException if the sandbox is closed, ended or frozen. What fails later completes
  ///   [SandboxProcess#exit] with a [SandboxException]; a missing executable is no error but an
  ///   exit status of 127, as for a shell
  SandboxProcess exec(String name, List<String> command, Map<String, String> environment);

  /// Stops all processes where they are. Returns when it is in effect, or at once if the sandbox
  /// has ended by itself. Killing a process thaws the others if the freezer is that of version 1 or
  /// signals.
  void freeze();

  /// Lets them go on.
  void thaw();

  /// Switches the CPU quota that goes with the memory size on or off; without quota support nothing
  /// happens.
  void throttle(boolean on);

  /// Most bytes that the processes held at once so far; `/tmp` and page cache do not count. Up to
  /// 50 ms old. 0 if it cannot be told.
  long maxMemoryUsed();

  /// How many times the kernel or thaw killed a process here for lack of memory.
  long outOfMemoryKills();

  /// Whether a process of this sandbox holds the socket: tells callers of a listener of ours from
  /// strangers. True where the machine cannot tell (macOS).
  ///
  /// @param socketInode as `/proc/net/tcp` lists it
  boolean owns(long socketInode);

  /// Kills all processes and waits until they are gone. The sandbox can be used again. Nothing
  /// happens if it is closed.
  void killAll();

  /// Kills everything and removes every trace: processes, cgroups, mounts, directories.
  @Override
  void close();

  /// @param isolation for example `bubblewrap`, `unshare`, `process`
  /// @param limits for example `cgroup v1`, `none`
  /// @param memory whether the memory size is a limit
  /// @param cpu whether CPU goes in proportion to memory
  /// @param processes whether the number of processes is limited
  /// @param tmp whether `/tmp` is limited
  /// @param freezer for example `cgroup v2`, `signals`
  record Enforced(
      String isolation,
      String limits,
      boolean memory,
      boolean cpu,
      boolean processes,
      boolean tmp,
      String freezer) {}
}
