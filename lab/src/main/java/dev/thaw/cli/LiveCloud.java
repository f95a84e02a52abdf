package dev.thaw.cli;

import dev.thaw.cloud.auth.Keyring;
import dev.thaw.cloud.auth.StrictGate;
import dev.thaw.cloud.cloudwatch.CloudWatchService;
import dev.thaw.cloud.cloudwatch.LambdaMetrics;
import dev.thaw.cloud.logs.LogsService;
import dev.thaw.cloud.protocol.Gate;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.console.Coverage;
import dev.thaw.lambda.CloudAccess;
import dev.thaw.lambda.Fleet;
import dev.thaw.lambda.KeepAlive;
import dev.thaw.lambda.runtime.Runtimes;
import dev.thaw.lambda.sandbox.Directories;
import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Everything that keeps something: the store, the services, and the functions' environments. It
/// lives until thaw ends or is reset; after that another one begins in the same folder. So no
/// service needs to know how to forget.
record LiveCloud(
    Path state,
    Store store,
    LogsService output,
    CloudWatchService metrics,
    Fleet fleet,
    AwsServices aws,
    CloudAccess access,
    Gate gate)
    implements AutoCloseable {

  static final Models MODELS = Models.bundled();

  /// Folders below the state's; others may be there that are not of one life.
  private static final List<String> FOLDERS =
      List.of("state", "logs", "objects", "packages", "code", "access");

  /// @param follower is told what functions write
  static LiveCloud open(
      Laboratory.Settings settings,
      Optional<Keyring> strict,
      LocalProxy proxy,
      Sandboxes sandboxes,
      Runtimes runtimes,
      Timelines timelines,
      Consumer<String> follower)
      throws IOException {
    Path state = settings.state();
    Clock clock = Clock.system();
    FunctionKeys functionKeys = new FunctionKeys();
    CloudAccess access = proxy.forFunctions(state.resolve("access"));
    Fleet.Settings fleetSettings =
        new Fleet.Settings(
            state,
            settings.sharedCode(),
            KeepAlive.DEFAULT,
            1_000,
            Runtime.getRuntime().availableProcessors(),
            strict.isPresent() ? functionKeys.with(access) : access);
    Store store = Store.open(state.resolve("state"));
    LogsService output = new LogsService(MODELS, store, state.resolve("logs"), clock);
    CloudWatchService metrics = new CloudWatchService(MODELS, store, clock);
    Fleet fleet =
        new Fleet(
            fleetSettings,
            clock,
            timelines,
            sandboxes,
            runtimes,
            (stream, timeMs, message) -> {
              output.append(stream, timeMs, message);
              follower.accept(message);
            },
            new LambdaMetrics(metrics));
    Contents packages = new Contents(state.resolve("packages"));
    AwsServices aws =
        new AwsServices(
            MODELS,
            store,
            packages,
            state.resolve("objects"),
            output,
            metrics,
            fleet,
            clock,
            timelines,
            strict.isPresent());
    Gate signatures =
        strict
            .<Gate>map(keys ->
                new StrictGate(
                    functionKeys.keyring().or(keys).or(aws.sessions()),
                    clock,
                    packages.temporary()))
            .orElse(Gate.OPEN);
    Gate gate = new FunctionCallers(signatures, fleet::called);
    return new LiveCloud(state, store, output, metrics, fleet, aws, access, gate);
  }

  void start() {
    aws.start();
  }

  /// Writes what functions see of thaw, so that the first one need not wait for it.
  void prepare() {
    Thread.ofPlatform()
        .daemon()
        .name("access")
        .start(() -> {
          try {
            var _ = access.files().get();
          } catch (RuntimeException e) {
            // Told when a function starts, which tries again
            System.getLogger(LiveCloud.class.getName()).log(System.Logger.Level.DEBUG, "access", e);
          }
        });
  }

  Coverage coverage() {
    return Coverage.of(MODELS, aws.list());
  }

  @Override
  public void close() {
    aws.close();
    fleet.close();
    output.close();
    metrics.close();
    store.close();
  }

  /// Only when it is closed.
  void delete() {
    FOLDERS.forEach(folder -> Directories.delete(state.resolve(folder)));
  }
}
