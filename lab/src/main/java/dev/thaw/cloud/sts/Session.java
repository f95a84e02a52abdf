package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Temporary credentials and who they make of their holder.
///
/// @param chained whether the holder is a role, which may pass its powers on for an hour only
public record Session(
    String accessKey,
    String secret,
    String token,
    Instant expires,
    String arn,
    String userId,
    boolean chained) {

  public boolean expired(Instant now) {
    return !now.isBefore(expires);
  }

  Map<String, Object> credentials() {
    return Map.of(
        "AccessKeyId",
        accessKey,
        "SecretAccessKey",
        secret,
        "SessionToken",
        token,
        "Expiration",
        expires);
  }

  byte[] json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("secret", secret);
    json.put("token", token);
    json.put("expires", expires.toString());
    json.put("arn", arn);
    json.put("userId", userId);
    json.put("chained", chained);
    return Json.write(json);
  }

  static Session read(String accessKey, byte[] bytes) {
    Document json = new Document(Json.readObject(bytes));
    return new Session(
        accessKey,
        json.text("secret"),
        json.text("token"),
        Instant.parse(json.text("expires")),
        json.text("arn"),
        json.text("userId"),
        json.flag("chained"));
  }
}
