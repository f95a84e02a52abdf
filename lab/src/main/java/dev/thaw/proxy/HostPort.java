package dev.thaw.proxy;

import java.util.Optional;

/// An authority: a host and its port, as `example.com:443` or `[::1]:443`.
///
/// @param host without brackets
record HostPort(String host, int port) {

  private static final int LONGEST_NAME = 255;

  /// @param usual the port where none is written; 0 if one must be
  static Optional<HostPort> parse(String text, int usual) {
    String host;
    String port;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0) {
        return Optional.empty();
      }
      host = text.substring(1, end);
      port = text.substring(end + 1);
      if (!host.matches("[0-9A-Fa-f:.%]+")) {
        return Optional.empty();
      }
    } else {
      int colon = text.indexOf(':');
      host = colon < 0 ? text : text.substring(0, colon);
      port = colon < 0 ? "" : text.substring(colon);
      if (!host.matches("[A-Za-z0-9._-]+")) {
        return Optional.empty();
      }
    }
    if (host.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    if (port.isEmpty() || port.equals(":")) {
      return usual == 0 ? Optional.empty() : Optional.of(new HostPort(host, usual));
    }
    if (!port.matches(":[0-9]{1,5}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(port.substring(1));
    return number < 1 || number > 65_535
        ? Optional.empty()
        : Optional.of(new HostPort(host, number));
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
