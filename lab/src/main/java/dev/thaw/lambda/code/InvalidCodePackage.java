package dev.thaw.lambda.code;

import java.io.Serial;

/// A deployment package that cannot be accepted; the message says what is wrong with it.
public final class InvalidCodePackage extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  /// What kind of thing is wrong.
  public enum Problem {
    NOT_A_ZIP,
    EMPTY,
    TOO_LARGE,
    UNSAFE
  }

  private final Problem problem;

  InvalidCodePackage(Problem problem, String message) {
    super(message);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
