package dev.thaw.lambda.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One kind of interpreter: where it may lie and how it is asked what it is.
sealed interface Family permits Pythons, Nodes, Javas {

  /// Executables that may be one, the preferred first.
  List<Path> candidates();

  /// What its command is on the user's PATH, a version manager's shim too; empty if it has none.
  Optional<Path> usual();

  /// Whether a candidate's path leaves it possible that it is of this version: a minor version of
  /// Python 3, a major version of the others.
  boolean mayBe(Path candidate, int version);

  /// What a candidate really is; empty if it is none of this family.
  Optional<Interpreter> ask(Path candidate);
}
