package dev.thaw.wire.http;

import dev.thaw.wire.dns.Lookup;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How a connection came to be; moments in nanoseconds since the epoch.
///
/// @param lookup what was found, and where
/// @param attempts every address that was tried, in the order of their beginning
/// @param tls what was agreed on; empty on a plain connection
public record Handshake(
    long dnsStart,
    long dnsEnd,
    long tcpStart,
    long tcpEnd,
    Lookup lookup,
    List<Attempt> attempts,
    InetAddress address,
    Optional<Tls> tls) {

  /// One try to connect.
  ///
  /// @param end when it was decided; for an attempt that another one overtook, when that was
  /// @param failure why it failed; empty for the one that won
  public record Attempt(InetAddress address, long start, long end, Optional<String> failure) {}

  /// @param protocol such as `TLSv1.3`
  /// @param alpn the application protocol agreed on; empty if the server named none
  public record Tls(long start, long end, String protocol, String cipher, String alpn) {}

  public Handshake {
    attempts = List.copyOf(attempts);
  }

  OptionalLong nanos(Phase phase) {
    return switch (phase) {
      case DNS -> OptionalLong.of(dnsEnd - dnsStart);
      case TCP -> OptionalLong.of(tcpEnd - tcpStart);
      case TLS ->
          tls.map(agreed -> OptionalLong.of(agreed.end() - agreed.start()))
              .orElse(OptionalLong.empty());
      case BLOCKED, SEND, WAIT, RECEIVE, TOTAL -> OptionalLong.empty();
    };
  }
}
