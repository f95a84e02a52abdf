package dev.thaw.cloud.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A caller of the Lambda API.
final class Api {

  static final String FUNCTIONS = "/2015-03-31/functions";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  Api(int port) {
    this.port = port;
  }

  record Reply(int status, Map<String, String> headers, byte[] body) {
    Document json() {
      return new Document(Json.readObject(body));
    }

    String text() {
      return new String(body, UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    String errorType() {
      return header("x-amzn-errortype");
    }
  }

  Reply get(String path) {
    return send("GET", path, new byte[0]);
  }

  Reply delete(String path) {
    return send("DELETE", path, new byte[0]);
  }

  Reply send(String method, String path, String body, String... headers) {
    return send(method, path, body.getBytes(UTF_8), headers);
  }

  Reply send(String method, String path, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> fields = new TreeMap<>();
      response.headers().map().forEach((name, values) -> fields.put(name, values.getFirst()));
      return new Reply(response.statusCode(), fields, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Reply create(String name) {
    return create(name, "");
  }

  /// @param more members of the request, beginning with a comma
  Reply create(String name, String more) {
    return send("POST", FUNCTIONS, creation(name, zip("app.py", "x = 1"), more));
  }

  static String creation(String name, byte[] zip, String more) {
    return """
    {"FunctionName":"%s","Role":"arn:aws:iam::000000000000:role/r","Runtime":"python3.13",
     "Handler":"app.handler","Code":{"ZipFile":"%s"}%s}
    """
        .formatted(name, Base64.getEncoder().encodeToString(zip), more);
  }

  Reply invoke(String name, String event, String... headers) {
    return send("POST", FUNCTIONS + "/" + name + "/invocations", event, headers);
  }

  static byte[] zip(String name, String content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry entry = new ZipEntry(name);
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(content.getBytes(UTF_8));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
