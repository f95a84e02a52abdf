package dev.thaw.cloud.auth;

import java.io.Serial;

/// Why a request is not let in, before it is said in a service's words.
final class Refusal extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /// What is wrong.
  enum Kind {
    MISSING,
    INCOMPLETE,
    UNKNOWN_KEY,
    WRONG_TOKEN,
    EXPIRED_TOKEN,
    MISMATCH,
    /// Signed too long ago, or in the future.
    SKEWED,
    /// A presigned request after its time.
    LATE,
    /// Parameters of a presigned request that cannot be.
    BAD_QUERY,
    /// A body that is not the one that was signed.
    WRONG_BODY,
    NOT_EMULATED
  }

  private final Kind kind;
  private final String detail;
  private final String toSign;
  private final String canonical;

  Refusal(Kind kind, String detail) {
    this(kind, detail, "", "");
  }

  private Refusal(Kind kind, String detail, String toSign, String canonical) {
    super(kind + ": " + detail, null, false, false);
    this.kind = kind;
    this.detail = detail;
    this.toSign = toSign;
    this.canonical = canonical;
  }

  /// @param given the signature that came
  static Refusal mismatch(String given, String toSign, String canonical) {
    return new Refusal(Kind.MISMATCH, given, toSign, canonical);
  }

  Kind kind() {
    return kind;
  }

  /// For [Kind#MISMATCH] the signature that came, else words or a name.
  String detail() {
    return detail;
  }

  String toSign() {
    return toSign;
  }

  String canonical() {
    return canonical;
  }
}
