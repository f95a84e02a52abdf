package dev.thaw.cli;

import dev.thaw.cloud.auth.CredentialsFile;
import dev.thaw.cloud.auth.Keyring;
import dev.thaw.lambda.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--ephemeral",
      description = "Keep nothing: begin empty and delete all at the end.")
  private boolean ephemeral;

  @Option(
      names = "--strict-auth",
      description = "Verify signatures and permissions, as AWS does; needs --credentials.")
  private boolean strictAuth;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description =
          "Keys that --strict-auth lets in, beside those that STS gives out. The form is that of"
              + " ~/.aws/credentials: [profile], aws_access_key_id = KEY, aws_secret_access_key ="
              + " SECRET. A key of twelve digits belongs to that account.")
  private @Nullable Path credentials;

  @Option(names = "--logs", description = "Print the functions' logs.")
  private boolean logs;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Ports.requireFree(port);
    Optional<Keyring> strict = strict();
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch cleaned = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stopped, cleaned), "stop"));
    try (DataFolder folder = DataFolder.hold(data, "thaw up --port " + port);
        StateFolder state =
            ephemeral ? StateFolder.passing(folder.path()) : new StateFolder(folder.path(), false);
        Laboratory laboratory =
            new Laboratory(
                new Laboratory.Settings(
                    folder.path(), state.path(), port, isolation, true, interpreters),
                strict,
                message -> spec.commandLine().getErr().println("thaw: " + message))) {
      LocalProxy.forgetShells(laboratory.authority());
      if (logs) {
        laboratory.follow(spec.commandLine().getOut()::println);
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
                  + (ephemeral ? ", kept until it ends)" : ")"));
      stopped.await();
    } finally {
      cleaned.countDown();
    }
    return 0;
  }

  private Optional<Keyring> strict() {
    Path file = credentials;
    if (strictAuth != (file != null)) {
      throw new Failure(
          strictAuth
              ? "--strict-auth (expected: with --credentials FILE)"
              : "--credentials " + file + " (expected: with --strict-auth)",
          2);
    }
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(CredentialsFile.read(file));
    } catch (IOException e) {
      throw new Failure("--credentials " + file + ": cannot be read: " + e.getMessage(), 2);
    } catch (IllegalArgumentException e) {
      throw new Failure("--credentials " + e.getMessage(), 2);
    }
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
