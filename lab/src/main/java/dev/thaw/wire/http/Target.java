package dev.thaw.wire.http;

import dev.thaw.wire.dns.Literal;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where requests go.
///
/// @param host a name in ASCII or an address without brackets
public record Target(boolean tls, String host, int port) {

  public Target {
    if (host.isEmpty() || !host.matches("[!-~]+")) {
      throw new IllegalArgumentException("host: " + host + " (expected: a host in ASCII)");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
    }
  }

  /// A URL taken apart.
  ///
  /// @param path path and query, at least `/`
  public record Located(Target target, String path) {}

  /// @param url `http://` or `https://`; the scheme may be left out and is `http` then
  /// @throws IllegalArgumentException that says what is wrong with it
  public static Located parse(String url) {
    String whole = url.contains("://") ? url : "http://" + url;
    URI uri;
    try {
      uri = new URI(asciiHost(whole));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("url: " + url + " (" + e.getReason() + ")", e);
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException("url: " + url + " (expected: http:// or https://)");
    }
    if (uri.getHost() == null) {
      throw new IllegalArgumentException("url: " + url + " (expected: a host)");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException("url: with user information (expected: none)");
    }
    boolean tls = scheme.equals("https");
    int port = uri.getPort() == -1 ? (tls ? 443 : 80) : uri.getPort();
    String host = uri.getHost();
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    String path = uri.getRawPath().isEmpty() ? "/" : URI.create(uri.getRawPath()).toASCIIString();
    String query =
        uri.getRawQuery() == null ? "" : URI.create("?" + uri.getRawQuery()).toASCIIString();
    return new Located(new Target(tls, bare, port), path + query);
  }

  /// Host and port as the `Host` field spells them.
  public String authority() {
    String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == (tls ? 443 : 80) ? shown : shown + ":" + port;
  }

  boolean isLiteral() {
    return Literal.parse(host).isPresent();
  }

  private static String asciiHost(String url) throws URISyntaxException {
    int start = url.indexOf("://") + 3;
    int end = start;
    while (end < url.length() && "/?#:@".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String host = url.substring(start, end);
    if (host.chars().allMatch(c -> c < 128)) {
      return url;
    }
    try {
      return url.substring(0, start) + IDN.toASCII(host) + url.substring(end);
    } catch (IllegalArgumentException e) {
      throw new URISyntaxException(url, "the host is no name: " + e.getMessage());
    }
  }
}
