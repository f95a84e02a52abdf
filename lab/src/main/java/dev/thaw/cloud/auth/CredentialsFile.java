package dev.thaw.cloud.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Keys from a file of the form of `~/.aws/credentials`: profiles in brackets, each with
/// `aws_access_key_id`, `aws_secret_access_key` and, if it likes, `aws_session_token`. The keys of
/// all profiles are let in; a key of twelve digits belongs to that account.
public final class CredentialsFile {

  private CredentialsFile() {}

  /// @throws IllegalArgumentException if it holds no key, or half of one
  public static Keyring read(Path file) throws IOException {
    Map<String, SigningKey> keys = parse(Files.readString(file), file.toString());
    return (accessKey, token) -> Optional.ofNullable(keys.get(accessKey));
  }

  static Map<String, SigningKey> parse(String text, String name) {
    Map<String, Map<String, String>> profiles = new LinkedHashMap<>();
    Map<String, String> current = new HashMap<>();
    int number = 0;
    for (String raw : text.lines().toList()) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (line.startsWith("[") && line.endsWith("]")) {
        String profile = line.substring(1, line.length() - 1).strip();
        current = profiles.computeIfAbsent(profile, key -> new HashMap<>());
      } else if (equals > 0 && !profiles.isEmpty()) {
        current.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      } else {
        throw new IllegalArgumentException(
            name + ", line " + number + ": (expected: [profile] or name = value below one)");
      }
    }
    return keys(profiles, name);
  }

  private static Map<String, SigningKey> keys(
      Map<String, Map<String, String>> profiles, String name) {
    Map<String, SigningKey> keys = new HashMap<>();
    profiles.forEach((profile, settings) -> {
      String access = settings.getOrDefault("aws_access_key_id", "");
      String secret = settings.getOrDefault("aws_secret_access_key", "");
      if (access.isEmpty() != secret.isEmpty()) {
        throw new IllegalArgumentException(
            name
                + ", ["
                + profile
                + "]: half a key (expected: aws_access_key_id and aws_secret_access_key)");
      }
      if (!access.isEmpty()) {
        Optional<String> token = Optional.ofNullable(settings.get("aws_session_token"));
        SigningKey before = keys.put(access, new SigningKey(secret, token, Optional.empty()));
        if (before != null && !before.secret().equals(secret)) {
          throw new IllegalArgumentException(
              name + ", [" + profile + "]: " + access + " has two secrets (expected: one)");
        }
      }
    });
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": no keys (expected: a profile with aws_access_key_id)");
    }
    return keys;
  }
}
