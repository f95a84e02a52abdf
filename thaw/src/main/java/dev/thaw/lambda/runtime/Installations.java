package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The interpreters of one family on this machine. Each executable is asked at most once while its
/// file does not change.
final class Installations {

  private final Family family;
  private final Map<Asked, Optional<Interpreter>> answers = new ConcurrentHashMap<>();

  private record Asked(Path file, long modified) {}

  Installations(Family family) {
    this.family = family;
  }

  /// The preferred one of a version; candidates that cannot be it are not asked.
  Optional<Interpreter> first(int version, Predicate<Interpreter> fits) {
    return family.candidates().stream()
        .filter(candidate -> family.mayBe(candidate, version))
        .flatMap(candidate -> at(candidate).stream())
        .filter(fits)
        .findFirst();
  }

  /// All, the newest first, each executable once.
  List<Interpreter> all() {
    return family.candidates().stream()
        .flatMap(candidate -> at(candidate).stream())
        .distinct()
        .sorted(
            Comparator.comparingInt(Interpreter::major)
                .thenComparingInt(Interpreter::minor)
                .reversed())
        .toList();
  }

  /// What lies at a path; empty if it is no interpreter of this family.
  Optional<Interpreter> at(Path candidate) {
    return answers.computeIfAbsent(asked(candidate), key -> family.ask(key.file()));
  }

  private static Asked asked(Path candidate) {
    try {
      Path target = candidate.toRealPath();
      // a link with the same name is the same interpreter; a shim answers by its own name
      boolean same =
          candidate.getFileName() != null
              && target.getFileName() != null
              && target.getFileName().toString().startsWith(stem(candidate));
      Path file = same ? target : candidate;
      return new Asked(file, Files.getLastModifiedTime(file).toMillis());
    } catch (IOException gone) {
      return new Asked(candidate, 0);
    }
  }

  private static String stem(Path candidate) {
    return candidate.getFileName().toString().replaceAll("[\\d.]+$", "");
  }
}
