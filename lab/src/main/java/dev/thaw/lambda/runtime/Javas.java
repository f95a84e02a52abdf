package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds installed Java runtimes: `JAVA_HOME`, the one thaw itself runs on, the system's, and where
/// SDKMAN, asdf, mise and macOS keep them. Their `release` file says what they are.
final class Javas implements Family {

  private static final Pattern NAME = Pattern.compile("java");

  private final Machine machine;

  Javas(Machine machine) {
    this.machine = machine;
  }

  @Override
  public List<Path> candidates() {
    Path home = machine.home();
    List<Path> places = new ArrayList<>();
    places.add(machine.moved("JAVA_HOME", ".jdk").resolve("bin"));
    places.addAll(Machine.below(machine.root(), "usr/lib/jvm/*/bin"));
    places.addAll(Machine.below(home, ".sdkman/candidates/java/*/bin"));
    places.addAll(Machine.below(home, ".asdf/installs/java/*/bin"));
    places.addAll(Machine.below(home, ".local/share/mise/installs/java/*/bin"));
    places.addAll(Machine.below(home, ".jdks/*/bin"));
    places.addAll(
        Machine.below(machine.root(), "Library/Java/JavaVirtualMachines/*/Contents/Home/bin"));
    places.add(Path.of(System.getProperty("java.home"), "bin"));
    return machine.executables(NAME, List.of("java"), places);
  }

  @Override
  public Optional<Path> usual() {
    return machine.onPath("java");
  }

  @Override
  public boolean mayBe(Path candidate, int release) {
    return true;
  }

  @Override
  public Optional<Interpreter> ask(Path candidate) {
    try {
      Path executable = candidate.toRealPath();
      Path bin = executable.getParent();
      Path home = bin == null ? null : bin.getParent();
      if (home == null) {
        return Optional.empty();
      }
      return Files.readAllLines(home.resolve("release")).stream()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> line.substring("JAVA_VERSION=".length()).replace("\"", ""))
          .findFirst()
          .map(version -> new Interpreter(executable, version, visible(executable, home)));
    } catch (IOException notAnInstallation) {
      return Optional.empty();
    }
  }

  private List<Path> visible(Path executable, Path home) {
    if (!machine.isSystem(executable)) {
      return List.of(home);
    }
    // Debian keeps what its JDKs need to start in /etc/java-21-openjdk and the like
    String name =
        String.valueOf(home.getFileName()).replaceFirst("-(amd64|arm64|[a-z0-9]+el)$", "");
    Path configuration = machine.root().resolve("etc").resolve(name);
    return Files.isDirectory(configuration) ? List.of(configuration) : List.of();
  }
}
