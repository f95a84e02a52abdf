package dev.thaw.cloud.cloudformation.resource;

/// A resource is there, but a further step of its making failed: it has to be deleted again.
public final class PartlyMade extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String physicalId;
  private final RuntimeException reason;

  PartlyMade(String physicalId, RuntimeException reason) {
    super(reason);
    this.physicalId = physicalId;
    this.reason = reason;
  }

  public String physicalId() {
    return physicalId;
  }

  public RuntimeException reason() {
    return reason;
  }
}
