package dev.thaw.wire.http;

import dev.thaw.wire.dns.Resolver;
import java.time.Duration;

/// How connections are opened and used.
///
/// @param family which addresses may be used
/// @param connectTimeout for all attempts to connect together, and again for the TLS handshake
/// @param responseTimeout for each wait for more bytes
/// @param attemptDelay after which the next address is tried beside a slow one
public record Options(
    Resolver resolver,
    Resolver.Family family,
    TlsClient tls,
    Duration connectTimeout,
    Duration responseTimeout,
    Duration attemptDelay,
    Limits limits) {

  public Options {
    positive("connect timeout", connectTimeout);
    positive("response timeout", responseTimeout);
    positive("attempt delay", attemptDelay);
  }

  /// This machine's resolver, verified TLS, 10 s to connect, 60 s to answer.
  public static Options usual() {
    return new Options(
        Resolver.ofThisMachine(),
        Resolver.Family.ANY,
        TlsClient.verifying(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofMillis(250),
        Limits.USUAL);
  }

  public Options withResolver(Resolver other) {
    return new Options(other, family, tls, connectTimeout, responseTimeout, attemptDelay, limits);
  }

  public Options withFamily(Resolver.Family other) {
    return new Options(resolver, other, tls, connectTimeout, responseTimeout, attemptDelay, limits);
  }

  public Options withTls(TlsClient other) {
    return new Options(
        resolver, family, other, connectTimeout, responseTimeout, attemptDelay, limits);
  }

  public Options withTimeouts(Duration connect, Duration response) {
    return new Options(resolver, family, tls, connect, response, attemptDelay, limits);
  }

  public Options withLimits(Limits other) {
    return new Options(resolver, family, tls, connectTimeout, responseTimeout, attemptDelay, other);
  }

  private static void positive(String name, Duration value) {
    if (value.toMillis() < 1 || value.toMillis() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 ms to 24 days)");
    }
  }
}
