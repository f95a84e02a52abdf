package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Document;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/// What roles and policies have in common: whose they are, how they are called and since when they
/// exist.
///
/// @param path begins and ends with a slash
/// @param id unique for ever, for example `AROA…`
record Entity(String account, String path, String name, String id, Instant created) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  static Entity of(String account, String path, String name, String prefix, Instant created) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < 17; i++) {
      id.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
    }
    return new Entity(account, path, name, id.toString(), created);
  }

  /// @param kind `role` or `policy`
  String arn(String kind) {
    return "arn:aws:iam::" + account + ":" + kind + path + name;
  }

  String key() {
    return key(account, name);
  }

  /// Names differ by more than case.
  static String key(String account, String name) {
    return account + "/" + name.toLowerCase(Locale.ROOT);
  }

  void write(Map<String, Object> json) {
    json.put("account", account);
    json.put("path", path);
    json.put("name", name);
    json.put("id", id);
    json.put("created", created.toString());
  }

  static Entity read(Document json) {
    return new Entity(
        json.text("account"),
        json.text("path"),
        json.text("name"),
        json.text("id"),
        Instant.parse(json.text("created")));
  }
}
