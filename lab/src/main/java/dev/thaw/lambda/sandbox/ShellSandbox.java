package dev.thaw.lambda.sandbox;

import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A sandbox whose init is a shell: what it is to start comes through its standard input, what
/// happened goes to the [EventChannel].
final class ShellSandbox implements Sandbox {

  private static final System.Logger LOG = System.getLogger(ShellSandbox.class.getName());
  private static final long ACKNOWLEDGE_SECONDS = 10;
  private static final long SAMPLE_EVERY_NANOS = 50_000_000;

  private final SandboxSpec spec;
  private final Path directory;
  private final Isolation isolation;
  private final Limits limits;
  private final boolean tmpLimited;
  private final SandboxPaths paths;
  private final EventChannel events;
  private final Runnable cleanUp;
  private final Map<Integer, Running> running = new ConcurrentHashMap<>();
  private final Map<Integer, CompletableFuture<Void>> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Process init;
  private long peak;
  private long sampled;
  private boolean frozen;
  private boolean closed;

  /// @param spawn starts the init
  /// @param cleanUp removes the directory
  ShellSandbox(
      SandboxSpec spec,
      Path directory,
      Isolation isolation,
      Limits limits,
      boolean tmpLimited,
      EventChannel events,
      Spawn spawn,
      Runnable cleanUp) {
    this.spec = spec;
    this.directory = directory;
    this.isolation = isolation;
    this.limits = limits;
    this.tmpLimited = tmpLimited;
    this.events = events;
    this.cleanUp = cleanUp;
    this.paths =
        isolation.namespaces()
            ? SandboxPaths.AWS
            : new SandboxPaths(
                spec.task().toString(),
                spec.opt() == null ? directory.resolve("opt").toString() : spec.opt().toString(),
                spec.runtime().toString(),
                directory.resolve("tmp").toString());
    events.listen(spec.id(), this::event);
    this.init = spawn.start();
    init.onExit().thenAccept(this::initEnded);
    tell("echo '" + spec.id() + " R'");
    awaitReady();
  }

  /// Starts the init on the thread that may.
  @FunctionalInterface
  interface Spawn {
    Process start();
  }

  @Override
  public String id() {
    return spec.id();
  }

  @Override
  public SandboxPaths paths() {
    return paths;
  }

  @Override
  public Enforced enforced() {
    return new Enforced(
        isolation.name(),
        limits.name(),
        limits.memory(),
        limits.cpu(),
        limits.processes(),
        tmpLimited,
        limits.freezer());
  }

  @Override
  public SandboxProcess exec(String name, List<String> command, Map<String, String> environment) {
    int number = numbers.incrementAndGet();
    Path output = directory.resolve("control").resolve("o" + number);
    Path telemetry = directory.resolve("control").resolve("t" + number);
    Libc.mkfifo(output);
    Libc.mkfifo(telemetry);
    Running process = new Running(number, name, new FifoPipe(output), new FifoPipe(telemetry));
    running.put(number, process);
    String seen = isolation.namespaces() ? "/run/thaw" : directory.resolve("control").toString();
    String redirect =
        "</dev/null >>"
            + ShellText.quote(seen + "/o" + number)
            + " 2>&1 "
            + SandboxProcess.TELEMETRY_FD
            + ">>"
            + ShellText.quote(seen + "/t" + number);
    String start = ShellText.exec(isolation.namespaces() ? "" : "setsid", command, environment);
    String id = spec.id() + " ";
    tell(
        "{ ( cd "
            + ShellText.quote(paths.task())
            + "; "
            + start
            + " ) "
            + redirect
            + " & p=$!; echo '"
            + id
            + "S "
            + number
            + "' $p; wait $p; echo '"
            + id
            + "X "
            + number
            + "' $?; } & echo '"
            + id
            + "W "
            + number
            + "' $!");
    return process;
  }

  @Override
  public synchronized void freeze() {
    if (closed || frozen) {
      return;
    }
    if (!limits.freeze(true)) {
      signal(true);
    }
    frozen = true;
  }

  @Override
  public synchronized void thaw() {
    if (!frozen) {
      return;
    }
    if (!limits.freeze(false)) {
      signal(false);
    }
    frozen = false;
  }

  @Override
  public void throttle(boolean on) {
    limits.throttle(on, spec.memoryMb());
  }

  @Override
  public synchronized long maxMemoryUsed() {
    // Each process's own peak is read, so that nothing is missed in between; only a process that
    // came and went is.
    long time = Clock.system().now();
    if (time - sampled < SAMPLE_EVERY_NANOS) {
      return peak;
    }
    sampled = time;
    long now = 0;
    for (long pid : members()) {
      ProcessTree.Status status = ProcessTree.status(pid);
      boolean ours =
          pid == init.pid()
              || status.innermostPid() == 1
              || running.values().stream().anyMatch(p -> p.wrapper == status.innermostPid());
      if (!ours) {
        now += status.residentPeak();
      }
    }
    peak = Math.max(peak, now);
    return peak;
  }

  @Override
  public long outOfMemoryKills() {
    return limits.outOfMemoryKills();
  }

  @Override
  public boolean owns(long socketInode) {
    for (long pid : members()) {
      if (ProcessTree.holdsSocket(pid, socketInode)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void killAll() {
    thaw();
    if (!init.isAlive()) {
      endRunning();
      return;
    }
    if (isolation.namespaces()) {
      // Process 1 is not reached by its own signal.
      acknowledge("kill -KILL -1; wait");
    } else {
      for (Running process : running.values()) {
        killTree(process.pid);
      }
      acknowledge("wait");
    }
    endRunning();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    thaw();
    synchronized (this) {
      closed = true;
    }
    if (!isolation.namespaces()) {
      running.values().forEach(process -> killTree(process.pid));
    }
    init.destroyForcibly();
    try {
      if (!init.waitFor(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "sandbox {0}: its init does not end", spec.id());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Whoever detached itself from its process group is still a member of the control group.
    for (int attempt = 0;
        attempt < 500 && !limits.members().orElse(List.of()).isEmpty();
        attempt++) {
      limits.members().orElse(List.of()).forEach(pid -> Libc.kill(pid, Libc.SIGKILL));
      LockSupport.parkNanos(10_000_000);
    }
    endRunning();
    events.forget(spec.id());
    limits.remove();
    cleanUp.run();
  }

  private List<Long> members() {
    return limits.members().orElseGet(() -> ProcessTree.descendants(init.pid()));
  }

  private void killTree(long pid) {
    if (pid > 1) {
      ProcessTree.descendants(pid).forEach(p -> Libc.kill(p, Libc.SIGKILL));
      Libc.kill(-pid, Libc.SIGKILL);
    }
  }

  private void signal(boolean stop) {
    int number = stop ? Libc.SIGSTOP : Libc.SIGCONT;
    for (long pid : members()) {
      if (pid != init.pid() && ProcessTree.status(pid).innermostPid() != 1) {
        Libc.kill(pid, number);
      }
    }
  }

  private void acknowledge(String command) {
    int number = numbers.incrementAndGet();
    CompletableFuture<Void> done = new CompletableFuture<>();
    acknowledged.put(number, done);
    tell(command + "; echo '" + spec.id() + " A " + number + "'");
    try {
      done.get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(System.Logger.Level.WARNING, "sandbox {0}: its init does not answer", spec.id());
      init.destroyForcibly();
    } finally {
      acknowledged.remove(number);
    }
  }

  private void tell(String line) {
    try {
      OutputStream in = init.getOutputStream();
      synchronized (in) {
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
      }
    } catch (IOException e) {
      throw new SandboxException("sandbox " + spec.id() + ": is gone" + complaint(), e);
    }
  }

  private void awaitReady() {
    try {
      ready.get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new SandboxException("sandbox " + spec.id() + ": interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      String complaint = complaint();
      close();
      throw new SandboxException(
          "sandbox " + spec.id() + " (" + isolation.name() + "): could not be set up" + complaint,
          e);
    }
  }

  private String complaint() {
    try {
      String text = Files.readString(directory.resolve("stderr")).strip();
      return text.isEmpty() ? "" : ": " + text;
    } catch (IOException e) {
      return "";
    }
  }

  private void event(String[] words) {
    switch (words[1]) {
      case "R" -> ready.complete(null);
      case "A" -> complete(acknowledged.get(number(words, 2)));
      case "W" -> process(words).ifPresent(p -> p.wrapper = number(words, 3));
      case "S" -> process(words).ifPresent(p -> p.started(number(words, 3)));
      case "X" ->
          process(words)
              .ifPresent(p -> {
                int status = number(words, 3);
                p.exit.complete(new SandboxProcess.Exit(status, status > 128 ? status - 128 : 0));
                running.remove(p.number);
              });
      default ->
          LOG.log(
              System.Logger.Level.WARNING, "sandbox {0}: unknown event {1}", spec.id(), words[1]);
    }
  }

  private java.util.Optional<Running> process(String[] words) {
    return java.util.Optional.ofNullable(running.get(number(words, 2)));
  }

  private static int number(String[] words, int index) {
    return words.length > index && words[index].matches("\\d{1,9}")
        ? Integer.parseInt(words[index])
        : 0;
  }

  private static void complete(@org.jspecify.annotations.Nullable CompletableFuture<Void> future) {
    if (future != null) {
      future.complete(null);
    }
  }

  private void initEnded(Process ended) {
    ready.completeExceptionally(
        new SandboxException("init ended with status " + ended.exitValue(), null));
    acknowledged.values().forEach(done -> done.complete(null));
    endRunning();
  }

  private void endRunning() {
    for (Running process : new ArrayList<>(running.values())) {
      process.exit.complete(new SandboxProcess.Exit(128 + Libc.SIGKILL, Libc.SIGKILL));
      running.remove(process.number);
    }
  }

  private final class Running implements SandboxProcess {

    final int number;
    final CompletableFuture<Exit> exit = new CompletableFuture<>();
    volatile long wrapper;
    volatile long pid;
    private final String name;
    private final LogPipe output;
    private final LogPipe telemetry;
    private volatile long started;

    Running(int number, String name, LogPipe output, LogPipe telemetry) {
      this.number = number;
      this.name = name;
      this.output = output;
      this.telemetry = telemetry;
    }

    void started(long processId) {
      started = Clock.system().now();
      pid = processId;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long pid() {
      if (!isolation.namespaces()) {
        return pid;
      }
      return members().stream()
          .filter(p -> ProcessTree.status(p).innermostPid() == pid)
          .findFirst()
          .orElse(0L);
    }

    @Override
    public long started() {
      return started;
    }

    @Override
    public LogPipe output() {
      return output;
    }

    @Override
    public LogPipe telemetry() {
      return telemetry;
    }

    @Override
    public CompletableFuture<Exit> exit() {
      return exit;
    }

    @Override
    public void terminate() {
      send("TERM");
    }

    @Override
    public void kill() {
      send("KILL");
    }

    private void send(String signal) {
      if (!exit.isDone() && pid > 1) {
        tell("kill -" + signal + " " + pid + " 2>/dev/null");
      }
    }
  }
}
