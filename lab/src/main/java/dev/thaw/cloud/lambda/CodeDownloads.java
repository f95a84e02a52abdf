package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.cloud.state.Contents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Serves packages to those who follow `Code.Location`.
final class CodeDownloads {

  private static final String PREFIX = "/_thaw/code/";

  private final Contents contents;

  CodeDownloads(Contents contents) {
    this.contents = contents;
  }

  Route route() {
    return new Route(PREFIX, (head, body) -> get(head));
  }

  /// A URL on the address that the caller used.
  static String location(RequestHead head, StoredPackage content) {
    String host = head.header("host").orElse("127.0.0.1");
    return "http://" + host + PREFIX + content.sha256();
  }

  private WireAnswer get(RequestHead head) throws IOException {
    String sha256 = head.path().substring(PREFIX.length());
    if (!sha256.matches("[0-9a-f]{64}")) {
      return missing(sha256);
    }
    Path file = contents.path(sha256);
    if (!Files.exists(file)) {
      return missing(sha256);
    }
    return new WireAnswer(
        200,
        List.of(new WireAnswer.Field("Content-Type", "application/zip")),
        new Blob.InFile(file, Files.size(file)));
  }

  private static WireAnswer missing(String sha256) {
    String message = "no package " + sha256 + " (expected: the SHA-256 of one, in hexadecimal)\n";
    return WireAnswer.of(404, "text/plain", message.getBytes(StandardCharsets.UTF_8));
  }
}
