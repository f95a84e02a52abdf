package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes sandboxes, in the strictest way that this machine allows, and removes what a killed
/// predecessor left.
public final class Sandboxes implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Sandboxes.class.getName());

  /// Which isolation is wanted.
  public enum Choice {
    AUTO,
    UNSHARE,
    PROCESS
  }

  private static final AtomicInteger OPENED = new AtomicInteger();

  private final Path directory;
  private final Capabilities capabilities;
  private final Isolation isolation;
  private final TmpSpace tmp;
  private final EventChannel events;
  private final Map<List<Path>, Skeleton> skeletons = new HashMap<>();

  /// Parent-death signals follow the thread that spawned: it must live as long as the program.
  private final ExecutorService spawner =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("sandbox-spawner").factory());

  private Sandboxes(Path directory, Capabilities capabilities, Choice choice) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.capabilities = capabilities;
    this.isolation = isolation(choice, capabilities);
    this.tmp = tmp(directory.resolveSibling("templates"), capabilities, isolation);
    this.events = new EventChannel(directory.resolve("events"));
  }

  /// @param root directory for what sandboxes need on disk; several programs may share it
  /// @throws SandboxException if the choice is not possible on this machine; the message says why
  public static Sandboxes open(Path root, Choice choice) {
    try {
      Leftovers.remove(root);
      long pid = ProcessHandle.current().pid();
      OptionalLong start = ProcessTree.startTicks(pid);
      String instance = pid + "-" + start.orElse(0) + "-" + OPENED.incrementAndGet();
      return new Sandboxes(root.resolve(instance), Capabilities.probe(instance), choice);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "sandboxes: " + root + " cannot be used: " + e.getMessage(), e);
    }
  }

  public Capabilities capabilities() {
    return capabilities;
  }

  /// The isolation in use: `unshare` or `process`.
  public String isolation() {
    return isolation.name();
  }

  /// Starts an empty sandbox.
  public Sandbox start(SandboxSpec spec) {
    Path own = directory.resolve(spec.id());
    try {
      Files.createDirectories(own.resolve("control"));
      Limits limits =
          capabilities.limits().create(spec.id(), spec.memoryMb(), spec.processes() + 8);
      try {
        return start(spec, own, limits);
      } catch (IOException | RuntimeException e) {
        limits.remove();
        throw e;
      }
    } catch (IOException e) {
      Directories.delete(own);
      throw new SandboxException("sandbox " + spec.id() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    events.close();
    spawner.shutdown();
    capabilities.limits().close();
    try {
      if (!spawner.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "sandboxes: a start did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Directories.delete(directory);
  }

  private Sandbox start(SandboxSpec spec, Path own, Limits limits) throws IOException {
    Path table = own.resolve("fstab");
    Path root = own;
    if (isolation.namespaces()) {
      Skeleton skeleton = skeleton(spec.visible());
      root = skeleton.root();
      Path hosts = Files.writeString(own.resolve("hosts"), Skeleton.hosts(spec.hosts()));
      String line = tmp.line(own, root.resolve("tmp"), spec.tmpMb());
      Files.writeString(table, skeleton.table(spec, own.resolve("control"), hosts, line));
    } else {
      Files.createDirectories(own.resolve("tmp"));
    }
    List<String> command =
        isolation.command(
            limits.joins(),
            table,
            root,
            "169-254-" + Math.floorMod(spec.id().hashCode(), 256) + "-1");
    return new ShellSandbox(
        spec,
        own,
        isolation,
        limits,
        isolation.namespaces() && tmp.limited(),
        events,
        () -> spawn(command, own),
        () -> Directories.delete(own));
  }

  private Process spawn(List<String> command, Path own) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(own.toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(events.fifo().toFile()))
            .redirectError(own.resolve("stderr").toFile());
    builder.environment().clear();
    builder
        .environment()
        .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    CompletableFuture<Process> started =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return builder.start();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            spawner);
    try {
      return started.get();
    } catch (ExecutionException e) {
      throw new SandboxException(
          "sandbox: " + command.getFirst() + " cannot be started", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("sandbox: interrupted", e);
    }
  }

  private synchronized Skeleton skeleton(List<Path> visible) throws IOException {
    Skeleton known = skeletons.get(visible);
    if (known == null) {
      known =
          Skeleton.make(
              directory.resolve("roots").resolve(Integer.toString(skeletons.size())), visible);
      skeletons.put(visible, known);
    }
    return known;
  }

  private static Isolation isolation(Choice choice, Capabilities capabilities) {
    boolean root = Libc.uid() == 0;
    return switch (choice) {
      case PROCESS -> new Isolation.PlainProcess();
      case UNSHARE -> {
        if (!capabilities.namespaces().enforced()) {
          throw new SandboxException("isolation unshare: " + capabilities.namespaces().why(), null);
        }
        yield new Isolation.Unshare(root);
      }
      case AUTO ->
          capabilities.namespaces().enforced()
              ? new Isolation.Unshare(root)
              : new Isolation.PlainProcess();
    };
  }

  private static TmpSpace tmp(Path templates, Capabilities capabilities, Isolation isolation) {
    if (isolation.namespaces() && capabilities.loop()) {
      return new TmpSpace.LoopFile(templates);
    }
    return capabilities.memory().enforced() ? new TmpSpace.Unlimited() : new TmpSpace.Memory();
  }
}
