package dev.thaw.lambda.code;

/// A deployment package that is refused.
public final class BadPackageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// What is wrong, as far as AWS answers differently.
  public enum Reason {
    /// No zip, a damaged one, or one with an entry that must not be unpacked.
    UNREADABLE,
    EMPTY,
    /// Its content is over the limit.
    TOO_BIG
  }

  private final Reason reason;

  BadPackageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static BadPackageException unreadable(String message) {
    return new BadPackageException(Reason.UNREADABLE, message);
  }

  public Reason reason() {
    return reason;
  }
}
