package dev.thaw.gateway;

/// A function answered what cannot be made an HTTP response.
public final class MalformedAnswer extends Exception {

  private static final long serialVersionUID = 1L;

  public MalformedAnswer(String message) {
    super(message, null, false, false);
  }
}
