package dev.thaw.wire.http;

/// What an answer may cost us.
///
/// @param head bytes of one head, and of all trailers
/// @param fields header fields of one head
/// @param keptBody bytes of the body kept in memory; what is over is counted and dropped
/// @param body bytes of the body; what is over fails the exchange
public record Limits(int head, int fields, int keptBody, long body) {

  /// Heads up to 64 KiB with 256 fields; 256 MiB of body, of which 32 MiB are kept.
  public static final Limits USUAL = new Limits(64 << 10, 256, 32 << 20, 256L << 20);
}
