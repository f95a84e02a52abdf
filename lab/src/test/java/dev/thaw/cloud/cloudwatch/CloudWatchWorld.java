package dev.thaw.cloud.cloudwatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// CloudWatch behind a front, on a free port, and a caller of it.
final class CloudWatchWorld implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Store store;
  final CloudWatchService metrics;
  private final Front front;

  CloudWatchWorld(Path folder, Clock clock) {
    this(folder, clock, 0);
  }

  private CloudWatchWorld(Path folder, Clock clock, int port) {
    try {
      store = Store.open(folder.resolve("state"));
      Models models = Models.bundled();
      metrics = new CloudWatchService(models, store, clock);
      front =
          new Front(
                  models,
                  List.of(metrics.service()),
                  Map.of(),
                  List.of(),
                  new Timelines(100),
                  Files.createDirectories(folder.resolve("spool")),
                  port)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  record Reply(int status, Document body) {
    String error() {
      return body.optionalText("__type").orElse("").replaceAll(".*#", "");
    }
  }

  Reply call(String operation, Map<String, Object> input) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "GraniteServiceVersion20100801." + operation)
            .POST(HttpRequest.BodyPublishers.ofString(new String(Json.write(input), UTF_8)))
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      byte[] body = response.body();
      return new Reply(
          response.statusCode(),
          body.length == 0 ? Document.EMPTY : new Document(Json.readObject(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    metrics.close();
    front.close();
    store.close();
  }

  /// For trying real tools by hand: `CloudWatchWorld FOLDER PORT`.
  public static void main(String[] arguments) throws Exception {
    CloudWatchWorld world =
        new CloudWatchWorld(Path.of(arguments[0]), Clock.system(), Integer.parseInt(arguments[1]));
    System.out.println("listening on " + world.front.port());
    Thread.currentThread().join();
  }
}
