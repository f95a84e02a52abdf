package dev.thaw.wire.http;

/// One request answered.
public record Exchange(Response response, Stamps stamps) {

  /// Whether this was the first exchange of its connection.
  public boolean fresh() {
    return stamps.handshake().isPresent();
  }
}
