package dev.thaw.timeline;

/// What a timeline follows.
public enum Kind {
  /// One request, from its arrival to the end of everything done for it.
  REQUEST,
  /// One execution environment, from its placement to its end.
  ENVIRONMENT
}
