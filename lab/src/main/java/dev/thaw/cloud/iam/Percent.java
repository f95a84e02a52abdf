package dev.thaw.cloud.iam;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Documents travel back percent-encoded, as RFC 3986 has it.
final class Percent {

  private Percent() {}

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
