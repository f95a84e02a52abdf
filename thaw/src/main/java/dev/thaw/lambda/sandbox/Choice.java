package dev.thaw.lambda.sandbox;

/// Which isolation to use.
public enum Choice {
  /// The strongest that works here.
  AUTO,
  /// Namespaces by bubblewrap, or nothing.
  BUBBLEWRAP,
  /// Namespaces by `unshare` of util-linux, or nothing.
  UNSHARE,
  /// Plain processes: no isolation.
  PROCESS
}
