package dev.thaw.cli;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/// Which of a project's stages is meant.
final class Stages {

  private static final String USUAL = "dev";

  private Stages() {}

  /// The one asked for; else the only one, else `dev`.
  ///
  /// @param file that names the stages
  /// @param closed whether there are no others than those it names
  /// @throws Failure that names the stages
  static String choose(
      Path file, Collection<String> named, Optional<String> asked, boolean closed) {
    String stage = asked.orElse(named.size() == 1 ? named.iterator().next() : USUAL);
    if (!stage.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}") || stage.contains("..")) {
      throw new Failure("stage: " + stage + " (expected: letters, digits, _, - and .)", 2);
    }
    boolean known = named.contains(stage) || (!closed && (asked.isPresent() || named.isEmpty()));
    if (!known) {
      throw new Failure(
          (asked.isPresent() ? "--stage " + stage : "stage: " + USUAL)
              + " is not in "
              + file
              + " (expected: --stage "
              + String.join(" or ", new TreeSet<>(named))
              + ")",
          2);
    }
    return stage;
  }
}
