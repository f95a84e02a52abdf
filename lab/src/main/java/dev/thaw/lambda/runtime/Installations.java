package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// The interpreters of one family on this machine. Each executable is asked once; while its file
/// does not change its answer is kept, in the data folder too, since asking all of a well-stocked
/// machine takes seconds.
final class Installations {

  private static final System.Logger LOG = System.getLogger(Installations.class.getName());

  private final Family family;
  private final Path notes;
  private final Map<Asked, Optional<Interpreter>> answers = new ConcurrentHashMap<>();
  private Optional<Interpreter> usual = Optional.empty();
  private boolean askedUsual;

  /// An executable file in a certain state.
  private record Asked(Path file, long modified, long size) {}

  /// @param notes directory where answers are kept
  Installations(Family family, Path notes) {
    this.family = family;
    this.notes = notes;
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

  /// The one that the user starts by its command. A shim is asked once by each run and its answer
  /// not kept for the next, since it changes with the version manager's settings.
  synchronized Optional<Interpreter> usual() {
    if (!askedUsual) {
      usual = family.usual().flatMap(this::askUsual);
      askedUsual = true;
    }
    return usual;
  }

  private Optional<Interpreter> askUsual(Path command) {
    Path place = command.getParent();
    return place != null && Machine.isReal(place) ? at(command) : family.ask(command);
  }

  /// What lies at a path; empty if it is no interpreter of this family.
  Optional<Interpreter> at(Path candidate) {
    try {
      Path target = candidate.toRealPath();
      Asked asked =
          new Asked(target, Files.getLastModifiedTime(target).toMillis(), Files.size(target));
      return sameName(candidate, target)
          ? answers.computeIfAbsent(asked, this::noted)
          : family.ask(candidate); // a link to something that judges by its name: a shim
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private static boolean sameName(Path candidate, Path target) {
    return stem(target).startsWith(stem(candidate));
  }

  private static String stem(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString().replaceAll("[\\d.]+$", "");
  }

  private Optional<Interpreter> noted(Asked asked) {
    Path note =
        notes.resolve(
            Bootstraps.hash(
                (asked + " " + family.getClass().getSimpleName())
                    .getBytes(StandardCharsets.UTF_8)));
    Optional<Interpreter> before = read(note);
    if (before.isPresent()) {
      return before;
    }
    Optional<Interpreter> answer = family.ask(asked.file());
    answer.ifPresent(interpreter -> write(note, interpreter));
    return answer;
  }

  /// Lines: executable, version, then what must be visible.
  private static Optional<Interpreter> read(Path note) {
    try {
      List<String> lines = Files.readAllLines(note);
      if (lines.size() < 2 || !Files.isExecutable(Path.of(lines.get(0)))) {
        return Optional.empty();
      }
      return Optional.of(
          new Interpreter(
              Path.of(lines.get(0)),
              lines.get(1),
              lines.subList(2, lines.size()).stream().map(Path::of).toList()));
    } catch (IOException absent) {
      return Optional.empty();
    }
  }

  private void write(Path note, Interpreter interpreter) {
    List<String> lines =
        new ArrayList<>(List.of(interpreter.executable().toString(), interpreter.version()));
    interpreter.visible().forEach(path -> lines.add(path.toString()));
    Path fresh = note.resolveSibling(note.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(notes);
      Files.write(fresh, lines);
      Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException error) {
      LOG.log(System.Logger.Level.DEBUG, "cannot keep {0}: {1}", note, error);
    }
  }
}
