package dev.thaw.cli;

import dev.thaw.lambda.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Serves until it is told to stop.
@Command(
    name = "up",
    description = "Serve the Lambda API on 127.0.0.1 until stopped.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
  private int port = 4566;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The data folder; by default in the user's data home.")
  private Path data = DataFolder.standard();

  @Option(
      names = "--isolation",
      paramLabel = "KIND",
      description = "auto, unshare, bubblewrap or process. Default: auto")
  private Sandboxes.Choice isolation = Sandboxes.Choice.AUTO;

  @Option(
      names = "--runtime",
      paramLabel = "NAME=PATH",
      description =
          "The interpreter for a runtime, for example python3.13=/opt/python/bin/python3.13.")
  private Map<String, Path> interpreters = new HashMap<>();

  @Option(names = "--logs", description = "Print the functions' logs.")
  private boolean logs;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Ports.requireFree(port);
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch cleaned = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, cleaned), "stop"));
    try (DataFolder folder = DataFolder.hold(data, "thaw up --port " + port);
        Laboratory laboratory =
            new Laboratory(
                new Laboratory.Settings(
                    folder.path(), folder.path(), port, isolation, true, interpreters),
                message -> spec.commandLine().getErr().println("thaw: " + message))) {
      LocalProxy.forgetShells(laboratory.authority());
      if (logs) {
        laboratory.logs().follow(event -> spec.commandLine().getOut().println(event.message()));
      }
      laboratory.start();
      String where = "http://127.0.0.1:" + laboratory.port();
      spec.commandLine()
          .getErr()
          .println(
              "thaw: "
                  + where
                  + " ("
                  + laboratory.sandboxes().isolation()
                  + ", data in "
                  + folder.path()
                  + ")");
      stopped.await();
    } finally {
      cleaned.countDown();
    }
    return 0;
  }

  /// The JVM ends when this returns, so it waits until everything is put away.
  private static void stop(CountDownLatch stopped, CountDownLatch cleaned) {
    stopped.countDown();
    try {
      cleaned.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
