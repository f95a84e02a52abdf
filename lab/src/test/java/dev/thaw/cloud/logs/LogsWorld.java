package dev.thaw.cloud.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.state.Store;
import dev.thaw.lambda.LogStreamId;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// CloudWatch Logs behind a front, on a free port, and a caller of it.
final class LogsWorld implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Store store;
  final LogsService logs;
  private final Front front;

  LogsWorld(Path folder, Clock clock) {
    this(folder, clock, 0);
  }

  private LogsWorld(Path folder, Clock clock, int port) {
    try {
      store = Store.open(folder.resolve("state"));
      Models models = Models.bundled();
      logs = new LogsService(models, store, folder.resolve("logs"), clock);
      front =
          new Front(
                  models,
                  List.of(logs.service()),
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
      return body.optionalText("__type").orElse("");
    }
  }

  Reply call(String operation, Map<String, Object> input) {
    try {
      HttpResponse<byte[]> response =
          client.send(request(operation, input), HttpResponse.BodyHandlers.ofByteArray());
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

  InputStream stream(String operation, Map<String, Object> input) throws Exception {
    return client.send(request(operation, input), HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  private HttpRequest request(String operation, Map<String, Object> input) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + "/"))
        .header("Content-Type", "application/x-amz-json-1.1")
        .header("X-Amz-Target", "Logs_20140328." + operation)
        .POST(HttpRequest.BodyPublishers.ofString(new String(Json.write(input), UTF_8)))
        .build();
  }

  void function(String group, String stream, long timeMs, String message) {
    logs.append(new LogStreamId("000000000000", "us-east-1", group, stream), timeMs, message);
  }

  @Override
  public void close() {
    logs.close();
    front.close();
    store.close();
  }

  /// For trying real tools by hand: `LogsWorld FOLDER PORT`. A function writes a line every 100 ms.
  public static void main(String[] arguments) throws Exception {
    LogsWorld world =
        new LogsWorld(Path.of(arguments[0]), Clock.system(), Integer.parseInt(arguments[1]));
    System.out.println("listening on " + arguments[1]);
    for (int i = 0; true; i++) {
      Thread.sleep(100);
      long now = System.currentTimeMillis();
      world.function("/aws/lambda/ticker", "s" + i / 100, now, "tick " + i);
    }
  }
}
