package dev.thaw.packaging;

import java.io.Serial;

/// A target cannot be made a deployment package; the message says what is wrong and what was
/// expected.
public final class PackagingException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public PackagingException(String message) {
    super(message);
  }
}
