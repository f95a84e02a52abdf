package dev.thaw.gateway;

import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A request as a door sees it.
///
/// @param method upper case
/// @param path raw, beginning with a slash
/// @param query raw, without the question mark
/// @param headers in order; a name may come several times
/// @param protocol for example `HTTP/1.1`
/// @param timeline its id is the request id
/// @param arrived nanoseconds since the epoch
public record Incoming(
    String method,
    String path,
    String query,
    List<HeaderField> headers,
    Body body,
    String sourceIp,
    String protocol,
    Timeline timeline,
    long arrived) {

  private static final String AMAZON = ".amazonaws.com";

  /// The body, to be read at most once.
  public interface Body {

    InputStream open() throws IOException;

    /// In bytes, or -1 while unknown.
    long length();
  }

  /// The first field of a name, whatever its case.
  public Optional<String> header(String name) {
    return first(headers, name);
  }

  static Optional<String> first(List<HeaderField> headers, String name) {
    for (int i = 0; i < headers.size(); i++) {
      if (headers.get(i).name().equalsIgnoreCase(name)) {
        return Optional.of(headers.get(i).value());
      }
    }
    return Optional.empty();
  }

  /// As the caller named it, in lower case and without a port.
  public String host() {
    String host = header("host").orElse("localhost").toLowerCase(Locale.ROOT);
    int colon = host.lastIndexOf(':');
    return colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
  }

  /// Under AWS's names the caller spoke TLS, if only to the proxy in front of this door.
  public String scheme() {
    String host = host();
    return host.endsWith(AMAZON) || host.endsWith(".on.aws") ? "https" : "http";
  }

  /// The port that the caller spoke to.
  public String port() {
    String host = header("host").orElse("");
    int colon = host.lastIndexOf(':');
    boolean named = colon > 0 && !host.endsWith("]");
    return named ? host.substring(colon + 1) : scheme().equals("https") ? "443" : "80";
  }

  /// The whole body, or empty where it is longer than allowed.
  public Optional<byte[]> bytes(int limit) throws IOException {
    if (body.length() == 0) {
      return Optional.of(HttpAnswer.NOTHING);
    }
    if (body.length() > limit) {
      return Optional.empty();
    }
    try (InputStream in = body.open()) {
      byte[] bytes = in.readNBytes(limit + 1);
      return bytes.length > limit ? Optional.empty() : Optional.of(bytes);
    }
  }
}
