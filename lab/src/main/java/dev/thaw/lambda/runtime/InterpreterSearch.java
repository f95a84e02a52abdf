package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Finds the interpreters of one language on this machine by asking each candidate what it really
/// is.
///
/// The interpreter itself tells its executable and version: the first one on PATH is often a shim,
/// a link or a virtual environment, which costs time at every start and does not exist inside a
/// sandbox.
final class InterpreterSearch {

  /// Directories that every sandbox shows.
  private static final List<Path> SYSTEM =
      List.of(
          Path.of("/usr"), Path.of("/bin"), Path.of("/lib"), Path.of("/lib64"), Path.of("/sbin"));

  private final String name;
  private final List<String> question;
  private final List<Path> candidates;
  private final Map<Path, Optional<Interpreter>> answers = new ConcurrentHashMap<>();

  /// @param question arguments that make it print its executable, its version and the directory of
  ///   its installation, a line each
  private InterpreterSearch(String name, List<String> question, List<Path> candidates) {
    this.name = name;
    this.question = question;
    this.candidates = candidates;
  }

  static InterpreterSearch python() {
    Path home = Path.of(System.getProperty("user.home"));
    List<Path> candidates = new ArrayList<>();
    for (Path directory : path()) {
      candidates.addAll(matching(directory, "python3*"));
    }
    for (String versions :
        List.of(
            ".pyenv/versions/*/bin",
            ".local/share/uv/python/*/bin",
            ".asdf/installs/python/*/bin",
            ".local/share/mise/installs/python/*/bin")) {
      for (Path directory : expand(home, versions)) {
        candidates.addAll(matching(directory, "python3*"));
      }
    }
    candidates.addAll(matching(Path.of("/opt/homebrew/bin"), "python3*"));
    candidates.removeIf(path -> !path.getFileName().toString().matches("python3(\\.\\d+)?"));
    return new InterpreterSearch(
        "python3",
        List.of(
            "-I",
            "-S",
            "-c",
            "import sys,os;b=sys.base_prefix;"
                + "e=os.path.join(b,'bin','python%d.%d'%sys.version_info[:2]);"
                + "e=e if os.path.exists(e) else getattr(sys,'_base_executable',sys.executable);"
                + "print(os.path.realpath(e));print('%d.%d.%d'%sys.version_info[:3]);print(os.path.realpath(b))"),
        candidates);
  }

  static InterpreterSearch node() {
    Path home = Path.of(System.getProperty("user.home"));
    List<Path> candidates = new ArrayList<>();
    for (Path directory : path()) {
      candidates.addAll(matching(directory, "node"));
    }
    for (String versions :
        List.of(
            ".nvm/versions/node/*/bin",
            ".local/share/fnm/node-versions/*/installation/bin",
            ".volta/tools/image/node/*/bin",
            ".asdf/installs/nodejs/*/bin",
            ".local/share/mise/installs/node/*/bin")) {
      for (Path directory : expand(home, versions)) {
        candidates.addAll(matching(directory, "node"));
      }
    }
    return new InterpreterSearch(
        "node",
        List.of(
            "-e",
            "const p=require('path'),e=require('fs').realpathSync(process.execPath);"
                + "console.log(e);console.log(process.versions.node);console.log(p.dirname(p.dirname(e)))"),
        candidates);
  }

  static InterpreterSearch java() {
    List<Path> candidates = new ArrayList<>();
    candidates.add(Path.of(System.getProperty("java.home"), "bin", "java"));
    Optional.ofNullable(System.getenv("JAVA_HOME"))
        .ifPresent(h -> candidates.add(Path.of(h, "bin", "java")));
    Path home = Path.of(System.getProperty("user.home"));
    for (Path directory : expand(Path.of("/"), "usr/lib/jvm/*/bin")) {
      candidates.addAll(matching(directory, "java"));
    }
    for (Path directory : expand(home, ".sdkman/candidates/java/*/bin")) {
      candidates.addAll(matching(directory, "java"));
    }
    for (Path directory : expand(home, ".jdks/*/bin")) {
      candidates.addAll(matching(directory, "java"));
    }
    candidates.removeIf(path -> !Files.isExecutable(path));
    return new InterpreterSearch("java", List.of(), candidates);
  }

  /// All that were found, the first one on PATH first.
  List<Interpreter> all() {
    Set<Path> seen = new LinkedHashSet<>();
    List<Interpreter> found = new ArrayList<>();
    for (Path candidate : candidates) {
      Optional<Interpreter> interpreter = ask(candidate);
      if (interpreter.isPresent() && seen.add(interpreter.get().executable())) {
        found.add(interpreter.get());
      }
    }
    return List.copyOf(found);
  }

  /// The first one on PATH.
  Optional<Interpreter> first() {
    return candidates.stream().map(this::ask).flatMap(Optional::stream).findFirst();
  }

  /// The first that is `wanted`, asking candidates whose name says so first.
  Optional<Interpreter> find(String wanted) {
    for (Path candidate : candidates) {
      if (candidate.toString().contains(wanted)) {
        Optional<Interpreter> named = ask(candidate).filter(i -> i.is(wanted));
        if (named.isPresent()) {
          return named;
        }
      }
    }
    return all().stream().filter(i -> i.is(wanted)).findFirst();
  }

  /// What an executable says of itself; empty if it is none of these interpreters.
  Optional<Interpreter> ask(Path candidate) {
    return answers.computeIfAbsent(candidate, this::question);
  }

  private Optional<Interpreter> question(Path candidate) {
    if (name.equals("java")) {
      return javaRelease(candidate);
    }
    List<String> command = new ArrayList<>();
    command.add(candidate.toString());
    command.addAll(question);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      // A shim may ask a version manager, which may look at the directory.
      builder.directory(Path.of("/").toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      String answer =
          new String(process.getInputStream().readNBytes(8_192), StandardCharsets.UTF_8);
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String[] lines = answer.split("\n");
      if (process.exitValue() != 0 || lines.length != 3) {
        return Optional.empty();
      }
      return Optional.of(interpreter(Path.of(lines[0]), lines[1], Path.of(lines[2])));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /// A JDK tells its version in a file, which spares starting it.
  private static Optional<Interpreter> javaRelease(Path candidate) {
    try {
      Path executable = candidate.toRealPath();
      Path home = executable.resolve("../..").normalize();
      for (String line : Files.readAllLines(home.resolve("release"))) {
        if (line.startsWith("JAVA_VERSION=")) {
          String version = line.substring("JAVA_VERSION=".length()).replace("\"", "");
          return Optional.of(interpreter(executable, version, home));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Interpreter interpreter(Path executable, String version, Path installation) {
    boolean system = SYSTEM.stream().anyMatch(installation::startsWith);
    return new Interpreter(executable, version, system ? List.of() : List.of(installation));
  }

  private static List<Path> path() {
    List<Path> directories = new ArrayList<>();
    for (String entry : Optional.ofNullable(System.getenv("PATH")).orElse("").split(":")) {
      if (!entry.isEmpty()) {
        directories.add(Path.of(entry));
      }
    }
    for (String usual : List.of("/usr/local/bin", "/usr/bin")) {
      if (!directories.contains(Path.of(usual))) {
        directories.add(Path.of(usual));
      }
    }
    return directories;
  }

  private static List<Path> expand(Path root, String pattern) {
    List<Path> found = List.of(root);
    for (String part : pattern.split("/")) {
      List<Path> next = new ArrayList<>();
      for (Path directory : found) {
        if (part.equals("*")) {
          next.addAll(matching(directory, "*").reversed());
        } else if (Files.isDirectory(directory.resolve(part))) {
          next.add(directory.resolve(part));
        }
      }
      found = next;
    }
    return found;
  }

  private static List<Path> matching(Path directory, String glob) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
        entries.forEach(found::add);
      } catch (IOException e) {
        // a directory that cannot be read holds nothing for us
      }
    }
    found.sort(null);
    return found;
  }
}
