package dev.thaw.wire.dns;

import java.io.IOException;

/// A name that could not be turned into an address.
public final class LookupException extends IOException {

  private static final long serialVersionUID = 1L;

  /// Why not.
  public enum Reason {
    /// The name does not exist (NXDOMAIN).
    NO_SUCH_NAME,
    /// The name exists and has no address of the wanted family.
    NO_ADDRESS,
    /// No server answered in time.
    TIMEOUT,
    /// A server answered with a failure, such as SERVFAIL or REFUSED.
    SERVER_FAILURE,
    /// The text is no host name.
    INVALID_NAME,
    /// What came back is no DNS answer.
    MALFORMED
  }

  private final Reason reason;

  LookupException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
