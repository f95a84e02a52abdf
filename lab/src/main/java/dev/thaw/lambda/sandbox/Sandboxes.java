package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Starts sandboxes and leaves nothing of them behind.
///
/// One shell, the launcher, is the parent of all sandboxes; each is served by a small shell, which
/// in namespaces is their first process. All input of these shells are pipes whose only writer is
/// thaw: when thaw ends, however it ends, they end, and with them everything in their namespaces.
///
/// ```
/// thaw ── launcher.sh ── unshare | bwrap ── init.sh ── (one shell a process) ── function
///   ▲        events           commands of one sandbox  ▲
///   └────────────────────────────────────────────────────┘ named pipes
/// ```
public final class Sandboxes implements AutoCloseable {

  /// Which isolation is wanted.
  public enum Choice {
    /// The strictest that works here, and of two equals the faster.
    AUTO,
    /// Namespaces by `unshare` of util-linux, or nothing.
    UNSHARE,
    /// Namespaces by bubblewrap, or nothing.
    BUBBLEWRAP,
    /// Plain processes: no isolation.
    PROCESS
  }

  private static final List<String> SCRIPTS =
      List.of("launcher.sh", "enter.sh", "init.sh", "plain.sh", "processes.sh");

  private final Leftovers.Claim claim;
  private final Path home;
  private final Choice choice;
  private final Machine machine;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<LiveSandbox> open = ConcurrentHashMap.newKeySet();
  private final Map<Skeleton.Needs, Skeleton> skeletons = new LinkedHashMap<>();
  private @Nullable Launcher launcher;
  private @Nullable Ground ground;
  private boolean closed;

  private Sandboxes(Leftovers.Claim claim, Choice choice, Machine machine) {
    this.claim = claim;
    this.home = claim.directory();
    this.choice = choice;
    this.machine = machine;
  }

  /// Removes what killed predecessors left under the root, processes and control groups too, and
  /// takes a directory there. What the machine can do is found out when it is first needed.
  ///
  /// @param root directory for everything that sandboxes need on disk; several may share it
  public static Sandboxes open(Path root, Choice choice) {
    return open(root, choice, Machine.probe());
  }

  static Sandboxes open(Path root, Choice choice, Machine machine) {
    Leftovers.Claim claim = Leftovers.claim(root);
    try {
      Path home = claim.directory();
      for (String script : SCRIPTS) {
        try (InputStream text = Sandboxes.class.getResourceAsStream(script)) {
          if (text == null) {
            throw new IllegalStateException(script + ": missing (expected: beside the classes)");
          }
          Files.copy(text, home.resolve(script));
        }
      }
      Files.createDirectory(home.resolve("run"));
      Files.createDirectory(home.resolve("skeletons"));
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
      return new Sandboxes(claim, choice, machine);
    } catch (IOException e) {
      claim.close();
      throw new SandboxException("cannot prepare " + claim.directory(), e);
    }
  }

  /// The directory of this one alone.
  Path home() {
    return home;
  }

  /// What is enforced on this machine, what is not, why, and what would change that.
  public Capabilities capabilities() {
    return ground().capabilities();
  }

  /// The isolation in use: `unshare`, `bubblewrap` or `process`.
  ///
  /// @throws SandboxException if the one that was asked for is impossible here; it says why
  public String isolation() {
    return ground().isolation().name();
  }

  /// Starts a sandbox without processes.
  ///
  /// @throws SandboxException if that is impossible; nothing is left of it then
  public Sandbox start(SandboxSpec spec) {
    Ground on = ground();
    return start(spec, on.isolation(), on.limits(), on.tmp());
  }

  private LiveSandbox start(SandboxSpec spec, Isolation isolation, Limits limits, TmpStore tmp) {
    int number = numbers.incrementAndGet();
    String token = Integer.toString(number);
    Path directory = home.resolve("run").resolve(token);
    Launcher starter = launcher();
    Path anteroom = limits.anteroom();
    if (anteroom != null) {
      starter.hurryJoins(anteroom);
    }
    Cgroup cgroup = null;
    FifoLog commands = null;
    LiveSandbox sandbox;
    try {
      Files.createDirectory(directory);
      starter.takeFifo(directory.resolve("commands"));
      commands = FifoLog.open(directory.resolve("commands"));
      cgroup = limits.create(token, spec.memoryMb(), spec.processes());
      Mount tmpMount = tmp.prepare(directory, spec.tmpMb());
      Skeleton skeleton =
          isolation.namespaces()
              ? skeleton(
                  new Skeleton.Needs(
                      spec.visible(), spec.hosts(), Optional.ofNullable(spec.shared())))
              : null;
      List<Mount> mounts = new ArrayList<>();
      mounts.add(readOnly(spec.task(), "/var/task"));
      mounts.add(readOnly(spec.runtime(), "/var/runtime"));
      Path opt = spec.opt();
      if (opt != null) {
        mounts.add(readOnly(opt, "/opt"));
      } else if (!isolation.namespaces()) {
        Files.createDirectory(directory.resolve("opt"));
      }
      mounts.add(tmpMount);
      Isolation.Plan plan =
          new Isolation.Plan(token, directory, skeleton, mounts, cgroup, Account.FUNCTION);
      Files.writeString(directory.resolve("start"), isolation.start(plan));
      if (isolation.namespaces()) {
        Files.writeString(
            directory.resolve("fstab"), Mount.fstab(plan.root().root(), plan.allMounts()));
      }
      sandbox =
          new LiveSandbox(
              number,
              spec,
              directory,
              isolation,
              Ground.enforced(isolation, limits, tmp),
              starter,
              commands,
              cgroup,
              open::remove);
    } catch (IOException | RuntimeException e) {
      if (commands != null) {
        commands.close();
      }
      if (cgroup != null) {
        cgroup.remove();
      }
      Directories.delete(directory);
      throw new SandboxException("cannot prepare sandbox " + spec.id(), e);
    }
    open.add(sandbox);
    try {
      sandbox.start();
      return sandbox;
    } catch (RuntimeException e) {
      try {
        sandbox.close();
      } catch (RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static Mount readOnly(Path host, String at) throws IOException {
    return new Mount.Bind(host.toRealPath(), at, false, false);
  }

  private Skeleton skeleton(Skeleton.Needs needs) {
    synchronized (skeletons) {
      return skeletons.computeIfAbsent(
          needs,
          wanted ->
              Skeleton.build(
                  home.resolve("skeletons").resolve(Integer.toString(skeletons.size())),
                  wanted,
                  Account.FUNCTION));
    }
  }

  /// The launcher is replaced if somebody killed it; sandboxes that run do not need it.
  private synchronized Launcher launcher() {
    if (closed) {
      throw new SandboxException("sandboxes: closed (expected: open)", null);
    }
    if (launcher == null || !launcher.alive()) {
      launcher = Launcher.start(home, machine);
    }
    return launcher;
  }

  private synchronized Ground ground() {
    if (ground == null) {
      launcher();
      ground = Ground.probe(machine, choice, home, home.resolveSibling("templates"), this::tryOut);
    }
    return ground;
  }

  /// Starts and ends a sandbox with a process, as the surest way to know that it works.
  private void tryOut(Isolation isolation, Limits limits, TmpStore tmp) {
    try {
      Path nothing = Files.createDirectories(home.resolve("nothing"));
      SandboxSpec spec =
          new SandboxSpec(
              "probe",
              nothing,
              null,
              nothing,
              List.of(),
              Map.of(),
              null,
              128,
              Ground.PROBE_TMP_MB,
              64);
      try (Sandbox sandbox = start(spec, isolation, limits, tmp)) {
        SandboxProcess process = sandbox.exec("probe", List.of("/bin/sh", "-c", ":"), Map.of());
        SandboxProcess.Exit exit = launcher().await(process.exit(), "a first process");
        if (exit.status() != 0) {
          byte[] said = new byte[1000];
          int length = Math.max(process.output().read(said), 0);
          throw new SandboxException(
              "a first process ended with "
                  + exit
                  + ": "
                  + new String(said, 0, length, StandardCharsets.UTF_8).strip(),
              null);
        }
      }
    } catch (IOException e) {
      throw new SandboxException("cannot try out " + isolation.name(), e);
    }
  }

  /// Closes all sandboxes that are still open.
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    RuntimeException failure = null;
    List<AutoCloseable> parts = new ArrayList<>(open);
    if (ground != null) {
      parts.add(ground);
    }
    if (launcher != null) {
      parts.add(launcher);
    }
    parts.add(claim);
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        RuntimeException known =
            e instanceof RuntimeException same
                ? same
                : new SandboxException("cannot close " + part, e);
        if (failure == null) {
          failure = known;
        } else {
          failure.addSuppressed(known);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
