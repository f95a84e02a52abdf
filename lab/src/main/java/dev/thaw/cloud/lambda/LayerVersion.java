package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.state.Contents;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// One version of a layer. Only its policy ever changes.
///
/// @param details what the publisher said of it, under AWS's names, and `CreatedDate`
record LayerVersion(
    LayerKey key, long number, Document details, StoredPackage content, ResourcePolicy policy) {

  String arn() {
    return key.arn(number);
  }

  LayerVersion withPolicy(ResourcePolicy next) {
    return new LayerVersion(key, number, details, content, next);
  }

  /// @param runtime what the version must say it is compatible with; empty for any
  boolean fits(String runtime, String architecture) {
    return (runtime.isEmpty() || details.texts("CompatibleRuntimes").contains(runtime))
        && (architecture.isEmpty()
            || details.texts("CompatibleArchitectures").contains(architecture));
  }

  /// As lists show it.
  Map<String, Object> listed() {
    Map<String, Object> shown = new HashMap<>(details.members());
    shown.put("LayerVersionArn", arn());
    shown.put("Version", number);
    return shown;
  }

  /// As AWS shows it on its own.
  ///
  /// @param location where its zip can be fetched
  Map<String, Object> shown(String location) {
    Map<String, Object> shown = listed();
    shown.put("LayerArn", key.arn());
    shown.put(
        "Content",
        Map.of(
            "Location", location,
            "CodeSha256", CodeUploads.base64(content.sha256()),
            "CodeSize", content.bytes()));
    return shown;
  }

  /// In the store.
  Map<String, Object> written() {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("number", number);
    written.put("details", details.members());
    written.put("content", content.written());
    written.put("policy", policy.written());
    return written;
  }

  static LayerVersion read(LayerKey key, Document written, Contents contents) {
    return new LayerVersion(
        key,
        written.number("number"),
        written.document("details"),
        StoredPackage.read(written.document("content"), contents),
        ResourcePolicy.read(written.document("policy")));
  }
}
