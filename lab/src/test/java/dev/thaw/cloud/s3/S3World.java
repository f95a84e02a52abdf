package dev.thaw.cloud.s3;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// S3 behind its front, on a free port.
final class S3World implements AutoCloseable {

  final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  final S3Service s3;
  private final Store store;
  private final Front front;

  /// What a bucket told a function.
  record Delivery(Scope scope, String functionArn, byte[] event) {}

  S3World(Path folder) throws IOException {
    this(folder, 0, Clock.system());
  }

  S3World(Path folder, int port, Clock clock) throws IOException {
    store = Store.open(folder.resolve("state"));
    Models models = Models.bundled();
    s3 =
        new S3Service(
            models,
            store,
            folder.resolve("objects"),
            clock,
            (scope, functionArn, event) -> deliveries.add(new Delivery(scope, functionArn, event)));
    front =
        new Front(
            models,
            List.of(s3.service()),
            Map.of(),
            List.of(),
            new Timelines(1000),
            Files.createDirectories(folder.resolve("spool")),
            port);
    front.start();
  }

  int port() {
    return front.port();
  }

  @Override
  public void close() {
    front.close();
    store.close();
  }

  /// For trying real tools by hand: `S3World FOLDER PORT`.
  public static void main(String[] arguments) throws Exception {
    S3World world =
        new S3World(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Clock.system());
    System.out.println("listening on " + world.port());
    Thread.currentThread().join();
  }
}
