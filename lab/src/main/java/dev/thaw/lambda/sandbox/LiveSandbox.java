package dev.thaw.lambda.sandbox;

import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A sandbox that is served by a shell of its own: process 1 of its namespaces, or a child of the
/// launcher for plain processes.
final class LiveSandbox implements Sandbox {

  private static final System.Logger LOG = System.getLogger(LiveSandbox.class.getName());

  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int number;
  private final SandboxSpec spec;
  private final Path directory;
  private final Isolation isolation;
  private final Enforced enforced;
  private final Launcher launcher;
  private final FifoLog commands;
  private final Cgroup cgroup;
  private final Freezer freezer;
  private final Consumer<LiveSandbox> whenClosed;
  private final Clock clock = Clock.system();
  private final Members.Marked marked;
  private final MemoryUse memory = new MemoryUse();
  private final Map<Integer, LiveProcess> processes = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Void>> asked = new ConcurrentHashMap<>();
  private final Queue<LiveProcess> everyProcess = new ConcurrentLinkedQueue<>();
  private final AtomicInteger keys = new AtomicInteger();
  private final CompletableFuture<Long> up = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private volatile Members members;
  private boolean frozen;
  private boolean closed;

  /// @param directory its own on the host; holds `start` and the pipe `commands`
  LiveSandbox(
      int number,
      SandboxSpec spec,
      Path directory,
      Isolation isolation,
      Enforced enforced,
      Launcher launcher,
      FifoLog commands,
      Cgroup cgroup,
      Consumer<LiveSandbox> whenClosed) {
    this.number = number;
    this.spec = spec;
    this.directory = directory;
    this.isolation = isolation;
    this.enforced = enforced;
    this.launcher = launcher;
    this.commands = commands;
    this.cgroup = cgroup;
    this.whenClosed = whenClosed;
    this.freezer =
        Freezer.of(cgroup, new Freezer.Signals(() -> signal("stop"), () -> signal("cont")));
    this.marked = Members.Marked.below(launcher.pid(), directory);
    this.members = cgroup.groups().isEmpty() ? marked : new Members.InGroup(cgroup);
  }

  /// Starts it and waits until it takes commands.
  void start() {
    launcher.listen(number, this::hear);
    launcher.startSandbox(number);
    long init = launcher.await(up, "sandbox " + spec.id());
    if (isolation.namespaces() && cgroup.groups().isEmpty()) {
      members = new Members.BelowInit(init);
    }
    try {
      Files.writeString(directory.resolve("init"), Leftovers.identity(init));
    } catch (IOException e) {
      throw new SandboxException("cannot note the processes of " + directory, e);
    }
  }

  /// Host process ids of the function's processes.
  SequencedSet<Long> members() {
    return members.processes();
  }

  /// Host process id of what serves this sandbox.
  long init() {
    return launcher.await(up, "sandbox " + spec.id());
  }

  private void hear(Event event) {
    switch (event) {
      case Event.Up message -> up.complete(message.pid());
      case Event.Started message -> {
        LiveProcess process = processes.get(message.process());
        if (process != null) {
          marked.leaders().add(message.pid());
          process.begun(message.pid(), clock.now());
        }
      }
      case Event.Ended message -> {
        LiveProcess process = processes.remove(message.process());
        if (process != null) {
          process.ended(message.status(), message.bySignal());
        }
      }
      case Event.Lost message -> {
        LiveProcess process = processes.remove(message.process());
        if (process != null) {
          process.killTree();
          process.killed();
        }
      }
      case Event.Done message -> {
        CompletableFuture<Void> waiting = asked.remove(message.key());
        if (waiting != null) {
          waiting.complete(null);
        }
      }
      case Event.Gone message -> {
        SandboxException end =
            new SandboxException(
                "sandbox "
                    + spec.id()
                    + " ended with status "
                    + message.status()
                    + ": "
                    + Proc.read(directory.resolve("errors")).strip(),
                null);
        up.completeExceptionally(end);
        asked.values().forEach(waiting -> waiting.completeExceptionally(end));
        gone.complete(null);
        forgetProcesses();
      }
      case Event.Ready _, Event.Fifos _ ->
          throw new IllegalStateException(event + " (expected: an event of a sandbox)");
    }
  }

  @Override
  public String id() {
    return spec.id();
  }

  @Override
  public SandboxPaths paths() {
    return isolation.paths(spec, directory);
  }

  @Override
  public Enforced enforced() {
    return enforced;
  }

  @Override
  public synchronized SandboxProcess exec(
      String name, List<String> command, Map<String, String> environment) {
    if (command.isEmpty()) {
      throw new SandboxException("command: empty (expected: an executable)", null);
    }
    requireOpen();
    if (frozen) {
      throw new SandboxException("sandbox " + id() + " is frozen (expected: thawed)", null);
    }
    int key = keys.incrementAndGet();
    Path output = directory.resolve("output-" + key);
    Path telemetry = directory.resolve("telemetry-" + key);
    launcher.takeFifo(output);
    launcher.takeFifo(telemetry);
    LiveProcess process =
        new LiveProcess(
            name,
            directory,
            key,
            FifoLog.open(output),
            FifoLog.open(telemetry),
            this::thawForTheKilled);
    try {
      Path script = directory.resolve("exec-" + key);
      Files.writeString(
          script, ExecScript.of(isolation.reportStarted(), paths().task(), command, environment));
      processes.put(key, process);
      everyProcess.add(process);
      send("exec " + key);
    } catch (IOException | RuntimeException e) {
      processes.remove(key);
      process.close();
      throw new SandboxException("cannot start " + name + " in sandbox " + id(), e);
    }
    return process;
  }

  @Override
  public synchronized void freeze() {
    if (!closed && gone.isDone()) {
      return;
    }
    requireOpen();
    freezer.freeze();
    frozen = true;
  }

  @Override
  public synchronized void thaw() {
    if (frozen && !gone.isDone()) {
      freezer.thaw();
    }
    frozen = false;
  }

  /// What a version 1 freezer holds does not die before it is let go.
  private synchronized void thawForTheKilled() {
    if (frozen && freezer.holdsTheKilled()) {
      freezer.thaw();
      frozen = false;
    }
  }

  @Override
  public void throttle(boolean on) {
    Cgroup.Cpu cpu = cgroup.cpu();
    if (cpu != null) {
      cpu.throttle(on);
    }
  }

  @Override
  public long maxMemoryUsed() {
    long peak = memory.look(clock.now(), members::processes);
    return outOfMemoryKills() > 0 ? memory.atLeast(spec.memoryMb() * Cgroup.MIB) : peak;
  }

  @Override
  public long outOfMemoryKills() {
    Cgroup.Memory counted = cgroup.memory();
    return counted == null ? 0 : counted.kills();
  }

  @Override
  public boolean owns(long socketInode) {
    if (!Proc.available()) {
      return true;
    }
    String socket = "socket:[" + socketInode + "]";
    return members.processes().stream().anyMatch(pid -> Proc.descriptors(pid).contains(socket));
  }

  @Override
  public synchronized void killAll() {
    if (closed || gone.isDone()) {
      forgetProcesses();
      return;
    }
    if (isolation.namespaces()) {
      CompletableFuture<Void> done = ask("kill", "");
      thawForTheKilled();
      launcher.await(done, "killing in sandbox " + id());
    } else {
      killMembers();
    }
    if (frozen) {
      // the next processes shall run
      freezer.thaw();
      frozen = false;
    }
    forgetProcesses();
  }

  /// Kills everybody who can be found until nobody can be found.
  private void killMembers() {
    long deadline = System.nanoTime() + END_NANOS;
    while (processes.values().stream().anyMatch(process -> process.live() && !process.begun())
        && System.nanoTime() - deadline < 0) {
      // on its way, but not yet to be found
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
    }
    // those that are known need not be searched for
    processes.values().forEach(LiveProcess::killTree);
    Path killFile = cgroup.killFile();
    SequencedSet<Long> left = living();
    while (!left.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new SandboxException("sandbox " + id() + ": processes do not end: " + left, null);
      }
      if (killFile != null) {
        Cgroup.write(killFile, "1");
      }
      for (long pid : left) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      if (frozen && freezer.holdsTheKilled()) {
        freezer.thaw();
        frozen = false;
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
      left = living();
    }
  }

  private SequencedSet<Long> living() {
    SequencedSet<Long> pids = members.processes();
    if (Proc.available()) {
      pids.removeIf(pid -> !Proc.lives(pid));
    }
    return pids;
  }

  private void forgetProcesses() {
    processes.values().forEach(LiveProcess::killed);
    processes.clear();
  }

  private void signal(String verb) {
    StringBuilder whom = new StringBuilder();
    if (!isolation.namespaces()) {
      members.processes().forEach(pid -> whom.append(' ').append(pid));
    }
    launcher.await(ask(verb, whom.toString()), verb + " in sandbox " + id());
  }

  private CompletableFuture<Void> ask(String verb, String rest) {
    int key = keys.incrementAndGet();
    CompletableFuture<Void> done = new CompletableFuture<>();
    asked.put(key, done);
    try {
      send(verb + " " + key + rest);
    } catch (IOException e) {
      asked.remove(key);
      throw new SandboxException("sandbox " + id() + " takes no commands", e);
    }
    return done;
  }

  private void send(String line) throws IOException {
    commands.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private void requireOpen() {
    if (closed || gone.isDone()) {
      throw new SandboxException(
          "sandbox " + id() + (closed ? " is closed" : " has ended") + " (expected: open)", null);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    RuntimeException failure = null;
    for (Runnable step :
        List.<Runnable>of(
            this::endProcesses,
            cgroup::remove,
            () -> Directories.delete(directory),
            () -> whenClosed.accept(this))) {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "sandbox " + id() + " is not wholly removed", e);
        failure = e;
      }
    }
    launcher.forget(number);
    if (failure != null) {
      throw failure;
    }
  }

  /// A plain sandbox's shell may have been killed by its own function, and then tells nothing.
  private void awaitEnd() {
    long init = isolation.namespaces() ? 0 : up.getNow(0L);
    while (init > 0 && !gone.isDone()) {
      if (!ProcessHandle.of(init).map(ProcessHandle::isAlive).orElse(false)) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
    }
    launcher.await(gone, "the end of sandbox " + id());
  }

  private void endProcesses() {
    try {
      if (isolation.namespaces()) {
        thawForTheKilled();
      } else if (!gone.isDone()) {
        killMembers();
      }
    } finally {
      // the end of its input ends the first process, and with it all others
      commands.close();
      awaitEnd();
      forgetProcesses();
      everyProcess.forEach(LiveProcess::close);
    }
  }
}
