package dev.thaw.gateway.url;

import dev.thaw.gateway.Incoming;
import dev.thaw.gateway.Parameters;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Who signed a request, as far as its signature says: it is not verified here.
///
/// @param account an access key of twelve digits names its account
record Signer(String accessKey, String account) {

  /// @param otherwise the account where the key names none
  static Optional<Signer> of(Incoming request, String otherwise) {
    return request
        .header("authorization")
        .flatMap(Signer::credential)
        .or(() ->
            Optional.ofNullable(Parameters.parse(request.query()).get("X-Amz-Credential"))
                .map(List::getFirst))
        .map(credential -> {
          int slash = credential.indexOf('/');
          String key = slash < 0 ? credential : credential.substring(0, slash);
          return new Signer(key, isAccount(key) ? key : otherwise);
        });
  }

  private static Optional<String> credential(String header) {
    int from = header.indexOf("Credential=");
    return header.startsWith("AWS4-") && from >= 0
        ? Optional.of(header.substring(from + "Credential=".length()))
        : Optional.empty();
  }

  private static boolean isAccount(String key) {
    return key.length() == 12 && key.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  String arn() {
    return "arn:aws:iam::" + account + ":root";
  }

  void write(JsonGenerator json) {
    json.writeObjectPropertyStart("authorizer");
    json.writeObjectPropertyStart("iam");
    json.writeStringProperty("accessKey", accessKey);
    json.writeStringProperty("accountId", account);
    json.writeStringProperty("callerId", account);
    json.writeNullProperty("cognitoIdentity");
    json.writeNullProperty("principalOrgId");
    json.writeStringProperty("userArn", arn());
    json.writeStringProperty("userId", account);
    json.writeEndObject();
    json.writeEndObject();
  }
}
