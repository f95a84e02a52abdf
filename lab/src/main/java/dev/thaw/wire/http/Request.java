package dev.thaw.wire.http;

import java.nio.charset.StandardCharsets;

/// What is sent. `Host` and `Content-Length` are added where the headers lack them; nothing else
/// is.
///
/// @param path path and query, percent-encoded, such as `/a?b=c`
/// @param body empty for none
public record Request(String method, String path, Headers headers, byte[] body) {

  private static final byte[] EMPTY = {};

  public Request {
    if (!Token.isToken(method)) {
      throw new IllegalArgumentException("method: " + method + " (expected: a token)");
    }
    if (!path.matches("[/*][\\x21-\\x7e]*")) {
      throw new IllegalArgumentException(
          "path: " + path + " (expected: / and printable ASCII without spaces)");
    }
  }

  public static Request get(String path, Headers headers) {
    return new Request("GET", path, headers, EMPTY);
  }

  /// The head as it goes on the wire.
  ///
  /// @param authority host and port for the `Host` field
  byte[] head(String authority) {
    StringBuilder text = new StringBuilder(256);
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\n");
    if (headers.first("Host").isEmpty()) {
      text.append("Host: ").append(authority).append("\r\n");
    }
    for (Headers.Field field : headers.fields()) {
      text.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    boolean mayHaveBody = body.length > 0 || method.equals("POST") || method.equals("PUT");
    if (mayHaveBody && headers.first("Content-Length").isEmpty()) {
      text.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
