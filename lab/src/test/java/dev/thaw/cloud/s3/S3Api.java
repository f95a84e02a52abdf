package dev.thaw.cloud.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A caller of the S3 API.
final class S3Api {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  S3Api(int port) {
    this.port = port;
  }

  record Reply(int status, Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, UTF_8);
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /// What is in the first element of a name; empty if there is none.
    String element(String name) {
      List<String> all = elements(name);
      return all.isEmpty() ? "" : all.getFirst();
    }

    List<String> elements(String name) {
      List<String> found = new ArrayList<>();
      Matcher matcher = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(text());
      while (matcher.find()) {
        found.add(matcher.group(1));
      }
      return found;
    }

    String code() {
      return element("Code");
    }
  }

  Reply get(String path, String... headers) {
    return send("GET", path, new byte[0], headers);
  }

  Reply head(String path, String... headers) {
    return send("HEAD", path, new byte[0], headers);
  }

  Reply delete(String path, String... headers) {
    return send("DELETE", path, new byte[0], headers);
  }

  Reply put(String path, String body, String... headers) {
    return send("PUT", path, body.getBytes(UTF_8), headers);
  }

  Reply put(String path, byte[] body, String... headers) {
    return send("PUT", path, body, headers);
  }

  Reply post(String path, String body, String... headers) {
    return send("POST", path, body.getBytes(UTF_8), headers);
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

  /// Begins an upload in parts.
  ///
  /// @return its id
  String begin(String path, String... headers) {
    return post(path + "?uploads", "", headers).element("UploadId");
  }

  /// @return its entity tag
  String part(String path, String upload, int number, byte[] body) {
    return put(path + "?partNumber=" + number + "&uploadId=" + upload, body).header("etag");
  }

  /// @param parts numbers and entity tags in turn
  Reply complete(String path, String upload, Object... parts) {
    StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
    for (int i = 0; i < parts.length; i += 2) {
      xml.append("<Part><PartNumber>").append(parts[i]).append("</PartNumber><ETag>");
      xml.append(parts[i + 1]).append("</ETag></Part>");
    }
    return post(path + "?uploadId=" + upload, xml.append("</CompleteMultipartUpload>").toString());
  }
}
