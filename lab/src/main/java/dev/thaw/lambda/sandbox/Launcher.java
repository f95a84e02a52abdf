package dev.thaw.lambda.sandbox;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The shell that starts all sandboxes of this thaw process, and the thread that hears what it and
/// they have to tell: one process and two threads, however many sandboxes there are.
final class Launcher implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Launcher.class.getName());

  /// Pipes made at a time: one process makes them all. A sandbox with a runtime needs three.
  private static final int FIFOS_AT_ONCE = 48;

  private final Path home;
  private final Process shell;
  private final OutputStream commands;
  private final RandomAccessFile events;
  private final Map<Integer, Consumer<Event>> listeners = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final ArrayDeque<Path> fifos = new ArrayDeque<>();
  private final ArrayDeque<List<Path>> ordered = new ArrayDeque<>();
  private int fifoCount;

  private Launcher(Path home, Process shell, RandomAccessFile events) {
    this.home = home;
    this.shell = shell;
    this.commands = shell.getOutputStream();
    this.events = events;
  }

  /// @param home holds the scripts; becomes the working directory
  static Launcher start(Path home, Machine machine) {
    try {
      Path pipe = home.resolve("events");
      run(List.of(machine.tool("mkfifo").orElseThrow().toString(), "-m", "600", pipe.toString()));
      // both directions: the writers come and go
      RandomAccessFile events = new RandomAccessFile(pipe.toFile(), "rw");
      List<String> command = new ArrayList<>();
      machine.tool("setsid").ifPresent(setsid -> command.add(setsid.toString()));
      command.addAll(List.of("/bin/sh", "launcher.sh"));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(home.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(home.resolve("launcher.errors").toFile());
      builder.environment().clear();
      builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
      Launcher launcher = new Launcher(home, builder.start(), events);
      Thread.ofPlatform().daemon().name("thaw-sandbox-events").start(launcher::listen);
      launcher.await(launcher.ready, "the launcher");
      launcher.orderFifos();
      return launcher;
    } catch (IOException e) {
      throw new SandboxException("cannot start the launcher in " + home, e);
    }
  }

  boolean alive() {
    return shell.isAlive();
  }

  long pid() {
    return shell.pid();
  }

  void listen(int sandbox, Consumer<Event> listener) {
    listeners.put(sandbox, listener);
  }

  void forget(int sandbox) {
    listeners.remove(sandbox);
  }

  void startSandbox(int sandbox) {
    send("start " + sandbox);
  }

  /// Has a process enter the group that is nobody's: the kernel lets several milliseconds pass
  /// before the first process moves after a while, and not before those that follow soon.
  void hurryJoins(Path group) {
    send("join " + group.resolve("cgroup.procs"));
  }

  /// Takes a named pipe and puts it in its place.
  void takeFifo(Path place) {
    try {
      Files.move(nextFifo(), place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new SandboxException("cannot make the pipe " + place, e);
    }
  }

  private synchronized Path nextFifo() {
    if (fifos.size() + ordered.size() * FIFOS_AT_ONCE < FIFOS_AT_ONCE / 2) {
      orderFifos();
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (fifos.isEmpty()) {
      if (ordered.isEmpty()) {
        orderFifos();
      }
      if (!alive() || System.nanoTime() - deadline > 0) {
        throw new SandboxException("the launcher makes no pipes: " + errors(), null);
      }
      try {
        wait(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new SandboxException("interrupted while waiting for a pipe", e);
      }
    }
    return fifos.remove();
  }

  private synchronized void orderFifos() {
    List<Path> batch = new ArrayList<>();
    StringBuilder line = new StringBuilder("fifos");
    for (int i = 0; i < FIFOS_AT_ONCE; i++) {
      String name = "fifo" + fifoCount++;
      batch.add(home.resolve(name));
      line.append(' ').append(name);
    }
    ordered.add(batch);
    send(line.toString());
  }

  private synchronized void fifosMade(boolean made) {
    List<Path> batch = ordered.poll();
    if (batch == null) {
      return;
    }
    if (made) {
      fifos.addAll(batch);
    } else {
      LOG.log(System.Logger.Level.WARNING, "cannot make pipes: {0}", errors());
    }
    notifyAll();
  }

  private synchronized void send(String line) {
    try {
      commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      commands.flush();
    } catch (IOException e) {
      throw new SandboxException("the launcher is gone: " + errors(), e);
    }
  }

  private String errors() {
    return Proc.read(home.resolve("launcher.errors")).strip();
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new FileInputStream(events.getFD()), StandardCharsets.ISO_8859_1))) {
      String line;
      while ((line = lines.readLine()) != null && !line.equals("end")) {
        dispatch(line);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "no more events from sandboxes", e);
    }
  }

  private void dispatch(String line) {
    Event event = Event.parse(line).orElse(null);
    switch (event) {
      case null -> LOG.log(System.Logger.Level.WARNING, "not an event: {0}", line);
      case Event.Ready _ -> ready.complete(null);
      case Event.Fifos made -> fifosMade(made.made());
      case Event.Up up -> tell(up.sandbox(), up);
      case Event.Started started -> tell(started.sandbox(), started);
      case Event.Ended ended -> tell(ended.sandbox(), ended);
      case Event.Lost lost -> tell(lost.sandbox(), lost);
      case Event.Done done -> tell(done.sandbox(), done);
      case Event.Gone gone -> tell(gone.sandbox(), gone);
    }
  }

  private void tell(int sandbox, Event event) {
    Consumer<Event> listener = listeners.get(sandbox);
    if (listener == null) {
      return;
    }
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "sandbox " + sandbox + ": " + event, e);
    }
  }

  /// Waits for what an event will complete.
  <T> T await(CompletableFuture<T> future, String what) {
    try {
      return future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SandboxException known) {
        throw known;
      }
      throw new SandboxException(what + " failed", e.getCause());
    } catch (TimeoutException e) {
      throw new SandboxException(what + ": no answer in 30 s; " + errors(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException(what + ": interrupted", e);
    }
  }

  /// Runs a command to its end.
  ///
  /// @throws SandboxException with what it said if it fails or takes more than 20 s
  static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new SandboxException(command + ": not done in 20 s", null);
      }
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.exitValue() != 0) {
        throw new SandboxException(
            command.getFirst() + ": exit status " + process.exitValue() + ": " + said, null);
      }
    } catch (IOException e) {
      throw new SandboxException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted: " + command, e);
    }
  }

  /// Ends the launcher; its sandboxes were closed before.
  @Override
  public void close() {
    try {
      commands.close();
      if (!shell.waitFor(5, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
      events.write("end\n".getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new SandboxException("cannot end the launcher", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
