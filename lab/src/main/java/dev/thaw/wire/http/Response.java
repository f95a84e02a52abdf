package dev.thaw.wire.http;

/// What came back.
///
/// @param body the bytes kept, without the transfer coding; at most [Limits#keptBody] of them
/// @param bodyBytes how many there were
/// @param wireBytes everything read for this answer, heads and transfer coding included
/// @param trailers fields after a chunked body
public record Response(
    int status,
    String reason,
    Headers headers,
    byte[] body,
    long bodyBytes,
    long wireBytes,
    Headers trailers) {

  /// Whether the body was kept whole.
  public boolean whole() {
    return body.length == bodyBytes;
  }
}
