package dev.thaw.timeline;

/// Says that another timeline belongs to this one.
///
/// @param id the other timeline's id
public record Link(Relation relation, Kind kind, String id) {

  /// What the other timeline is to this one.
  public enum Relation {
    /// The environment that a request ran in.
    RAN_IN,
    /// A request that ran in an environment.
    SERVED,
    /// One attempt of a request that was tried more than once.
    ATTEMPT
  }
}
