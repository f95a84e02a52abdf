package dev.thaw.wire.http;

import java.util.Optional;
import java.util.OptionalLong;

/// The moments of one exchange, in nanoseconds since the epoch.
///
/// @param intended when the request was meant to go out; equals the beginning of work on it where
///   nobody planned
/// @param handshake the opening of the connection, if this exchange is the first on it
/// @param sendStart before the first byte was written
/// @param sendEnd after the last byte was written
/// @param firstByte when the first byte of the answer had been read
/// @param headersEnd when the read that ended the headers had returned
/// @param lastByte when the read that ended the answer had returned
public record Stamps(
    long intended,
    Optional<Handshake> handshake,
    long sendStart,
    long sendEnd,
    long firstByte,
    long headersEnd,
    long lastByte) {

  /// When work on this exchange began.
  public long start() {
    return handshake.map(Handshake::dnsStart).orElse(sendStart);
  }

  /// How long a phase took, in nanoseconds; empty if the exchange has no such phase.
  public OptionalLong nanos(Phase phase) {
    return switch (phase) {
      case BLOCKED -> OptionalLong.of(Math.max(0, start() - intended));
      case DNS -> ofHandshake(phase);
      case TCP -> ofHandshake(phase);
      case TLS -> ofHandshake(phase);
      case SEND -> OptionalLong.of(sendEnd - sendStart);
      // an answer may begin before the request is out
      case WAIT -> OptionalLong.of(Math.max(0, firstByte - sendEnd));
      case RECEIVE -> OptionalLong.of(lastByte - firstByte);
      case TOTAL -> OptionalLong.of(lastByte - start());
    };
  }

  private OptionalLong ofHandshake(Phase phase) {
    return handshake.map(opening -> opening.nanos(phase)).orElse(OptionalLong.empty());
  }
}
