package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The URL of a function or an alias, by which it is called without the API.
///
/// @param id 32 lower-case letters and digits, the first label of the host
/// @param auth whether calls must be signed
/// @param mode whether answers are streamed
/// @param cors as AWS writes it
/// @param created as AWS writes it
/// @param modified as AWS writes it
record FunctionUrl(
    String id,
    Auth auth,
    Mode mode,
    Optional<Map<String, Object>> cors,
    String created,
    String modified) {

  /// Under AWS's names.
  enum Auth {
    NONE,
    AWS_IAM
  }

  /// Under AWS's names.
  enum Mode {
    BUFFERED,
    RESPONSE_STREAM
  }

  String url(FunctionKey key) {
    return "https://" + id + ".lambda-url." + key.region() + ".on.aws/";
  }

  /// As AWS shows it.
  ///
  /// @param qualifier `$LATEST` for the unqualified function
  Map<String, Object> shown(FunctionKey key, String qualifier) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("FunctionUrl", url(key));
    shown.put(
        "FunctionArn", qualifier.equals(FunctionVersion.LATEST) ? key.arn() : key.arn(qualifier));
    shown.put("AuthType", auth.name());
    cors.ifPresent(given -> shown.put("Cors", given));
    shown.put("CreationTime", created);
    shown.put("LastModifiedTime", modified);
    shown.put("InvokeMode", mode.name());
    return shown;
  }

  /// In the store.
  Map<String, Object> written() {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("id", id);
    written.put("auth", auth.name());
    written.put("mode", mode.name());
    cors.ifPresent(given -> written.put("cors", given));
    written.put("created", created);
    written.put("modified", modified);
    return written;
  }

  static FunctionUrl read(Document written) {
    return new FunctionUrl(
        written.text("id"),
        Auth.valueOf(written.text("auth")),
        Mode.valueOf(written.text("mode")),
        written.optionalDocument("cors").map(Document::members),
        written.text("created"),
        written.text("modified"));
  }
}
