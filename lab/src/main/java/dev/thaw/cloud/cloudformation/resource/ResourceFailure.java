package dev.thaw.cloud.cloudformation.resource;

/// A resource that cannot be made, changed or deleted as the template wants it.
public final class ResourceFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ResourceFailure(String message) {
    super(message, null, false, false);
  }
}
