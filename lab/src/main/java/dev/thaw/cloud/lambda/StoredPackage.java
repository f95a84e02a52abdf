package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.state.Contents;
import dev.thaw.lambda.FunctionSpec.CodeArtifact;
import java.util.Map;

/// A zip that was checked and is kept: a function's code or a layer.
///
/// @param unzippedBytes of its content
record StoredPackage(CodeArtifact artifact, long unzippedBytes) {

  String sha256() {
    return artifact.sha256();
  }

  /// Of the zip.
  long bytes() {
    return artifact.bytes();
  }

  /// In the store.
  Map<String, Object> written() {
    return Map.of("sha256", sha256(), "bytes", bytes(), "unzippedBytes", unzippedBytes);
  }

  static StoredPackage read(Document written, Contents contents) {
    String sha256 = written.text("sha256");
    return new StoredPackage(
        new CodeArtifact(contents.path(sha256), sha256, written.number("bytes")),
        written.number("unzippedBytes"));
  }
}
