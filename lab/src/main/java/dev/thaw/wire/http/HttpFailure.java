package dev.thaw.wire.http;

import java.io.IOException;

/// A request that got no answer that can be used.
public final class HttpFailure extends IOException {

  private static final long serialVersionUID = 1L;

  /// What went wrong.
  public enum Kind {
    /// The host could not be looked up.
    DNS,
    /// No address accepted a connection.
    CONNECT,
    /// The TLS handshake failed, an unverified certificate included.
    TLS,
    /// Nothing came within the time allowed.
    TIMEOUT,
    /// The peer closed or reset the connection.
    CLOSED,
    /// What came is no HTTP/1.1.
    PROTOCOL,
    /// What came is larger than allowed.
    LIMIT
  }

  private final Kind kind;

  HttpFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  HttpFailure(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
