package dev.thaw.lambda.sandbox;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A sandbox could not do what was asked; the message says what and why.
public final class SandboxException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public SandboxException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
