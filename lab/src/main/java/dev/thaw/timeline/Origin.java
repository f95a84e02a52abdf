package dev.thaw.timeline;

/// Where a stretch of time came from. Nothing that thaw shows leaves this out.
public enum Origin {
  /// It happened on this machine and was timed.
  MEASURED,
  /// thaw added it on purpose, to stand for something that is not here.
  EMULATED
}
