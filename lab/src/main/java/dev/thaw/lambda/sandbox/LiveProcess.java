package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A process whose start and end its sandbox tells.
final class LiveProcess implements SandboxProcess {

  private static final int SIGINT = 2;
  private static final int SIGKILL = 9;
  private static final int SIGPIPE = 13;

  private final String name;
  private final Path directory;
  private final int key;
  private final FifoLog output;
  private final FifoLog telemetry;
  private final Runnable afterKill;
  private final CompletableFuture<Exit> exit = new CompletableFuture<>();
  private volatile long pid;
  private volatile long started;
  private volatile Optional<ProcessHandle> handle = Optional.empty();
  private volatile boolean terminateAtStart;
  private volatile boolean killAtStart;

  /// @param directory holds its files: `exec-KEY`, `output-KEY`, `telemetry-KEY`, `said-KEY`
  /// @param afterKill makes a kill take effect that the freezer holds back
  LiveProcess(
      String name, Path directory, int key, FifoLog output, FifoLog telemetry, Runnable afterKill) {
    this.name = name;
    this.directory = directory;
    this.key = key;
    this.output = output;
    this.telemetry = telemetry;
    this.afterKill = afterKill;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long pid() {
    return pid;
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
    return exit.copy();
  }

  @Override
  public void terminate() {
    terminateAtStart = true;
    handle.ifPresent(ProcessHandle::destroy);
  }

  @Override
  public void kill() {
    killAtStart = true;
    if (handle.isPresent()) {
      killTree();
      afterKill.run();
    }
  }

  /// Waits for nobody, so that the thread that hears events may call it.
  void killTree() {
    handle.ifPresent(process -> {
      List<ProcessHandle> family = new ArrayList<>(List.of(process));
      if (Proc.available()) {
        for (long child : Proc.descendants(process.pid())) {
          ProcessHandle.of(child).ifPresent(family::add);
        }
      } else {
        process.descendants().forEach(family::add);
      }
      family.forEach(ProcessHandle::destroyForcibly);
    });
  }

  void begun(long hostPid, long now) {
    pid = hostPid;
    started = now;
    handle = ProcessHandle.of(hostPid);
    delete("exec-");
    if (killAtStart) {
      killTree();
    } else if (terminateAtStart) {
      terminate();
    }
  }

  /// @param bySignal whether the shell said so; it keeps silent about SIGINT and SIGPIPE
  void ended(int status, boolean bySignal) {
    if (started == 0) {
      exit.completeExceptionally(
          new SandboxException(
              "cannot start " + name + ", status " + status + ": " + reason(), null));
    } else {
      int signal = status - 128;
      boolean silent = signal == SIGINT || signal == SIGPIPE;
      exit.complete(new Exit(status, signal > 0 && (bySignal || silent) ? signal : 0));
    }
    for (String file : List.of("exec-", "output-", "telemetry-", "said-", "leader-")) {
      delete(file);
    }
  }

  /// What the shells said instead of starting it.
  private String reason() {
    byte[] said = new byte[2000];
    int length = Math.max(output.read(said), 0);
    return (Proc.read(directory.resolve("said-" + key))
            + new String(said, 0, length, StandardCharsets.UTF_8))
        .strip();
  }

  /// Ended with all others of its sandbox.
  void killed() {
    if (!exit.isDone()) {
      exit.complete(new Exit(128 + SIGKILL, SIGKILL));
    }
    ended(128 + SIGKILL, true);
  }

  boolean begun() {
    return started != 0;
  }

  boolean live() {
    return !exit.isDone();
  }

  void close() {
    output.close();
    telemetry.close();
  }

  private void delete(String file) {
    try {
      Files.deleteIfExists(directory.resolve(file + key));
    } catch (IOException e) {
      throw new SandboxException("cannot delete " + directory.resolve(file + key), e);
    }
  }
}
