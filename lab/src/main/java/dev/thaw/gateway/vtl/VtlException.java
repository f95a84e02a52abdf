package dev.thaw.gateway.vtl;

/// A template that cannot be understood or carried out.
public final class VtlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  VtlException(String message) {
    super(message, null, false, false);
  }
}
