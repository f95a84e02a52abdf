package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds installed Pythons: on the `PATH`, in the system, and where pyenv, uv, asdf, mise and
/// Homebrew keep them.
final class Pythons implements Family {

  private static final Pattern NAME = Pattern.compile("python3?(\\.\\d{1,2})?");

  /// Prints the executable behind links and virtual environments, the version, the prefix and the
  /// directory of the standard library.
  private static final String SELF =
      """
      import os, sys
      own = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
      base = sys.base_prefix
      usual = os.path.realpath(os.path.join(base, "bin", "python%d.%d" % sys.version_info[:2]))
      if not own.startswith(base + os.sep) and os.access(usual, os.X_OK):
          own = usual
      print(own)
      print("%d.%d.%d" % sys.version_info[:3])
      print(os.path.realpath(base))
      print(os.path.realpath(os.path.dirname(os.__file__)))
      """;

  private final Machine machine;

  Pythons(Machine machine) {
    this.machine = machine;
  }

  @Override
  public List<Path> candidates() {
    Path home = machine.home();
    List<Path> places = new ArrayList<>();
    places.add(machine.root().resolve("usr/bin"));
    places.add(machine.root().resolve("usr/local/bin"));
    places.addAll(Machine.below(machine.moved("PYENV_ROOT", ".pyenv"), "versions/*/bin"));
    places.addAll(
        Machine.below(machine.moved("UV_PYTHON_INSTALL_DIR", ".local/share/uv/python"), "*/bin"));
    places.addAll(Machine.below(home, ".asdf/installs/python/*/bin"));
    places.addAll(Machine.below(home, ".local/share/mise/installs/python/*/bin"));
    places.addAll(Machine.below(machine.root(), "opt/homebrew/bin"));
    return machine.executables(NAME, List.of("python"), places);
  }

  @Override
  public Optional<Path> usual() {
    return machine.onPath("python3");
  }

  /// A first guess from the path, so that a Python of another version is not started in vain.
  @Override
  public boolean mayBe(Path candidate, int minor) {
    String name = candidate.getFileName().toString();
    return !name.contains(".") || name.equals("python3." + minor);
  }

  @Override
  public Optional<Interpreter> ask(Path candidate) {
    return Question.ask(candidate, List.of("-I", "-S", "-c", SELF))
        .filter(lines -> lines.size() == 4 && lines.get(1).startsWith("3."))
        .map(lines -> {
          Path executable = Path.of(lines.get(0));
          Path library = Path.of(lines.get(3));
          Path prefix = Path.of(lines.get(2));
          return new Interpreter(executable, lines.get(1), visible(executable, prefix, library));
        });
  }

  private List<Path> visible(Path executable, Path prefix, Path library) {
    if (machine.isSystem(executable) && machine.isSystem(library)) {
      return List.of();
    }
    if (!machine.isShared(prefix) && executable.startsWith(prefix) && library.startsWith(prefix)) {
      return List.of(prefix);
    }
    // installed straight into a directory of other things: only its own parts
    List<Path> parts = new ArrayList<>(List.of(executable, library));
    Path shared = prefix.resolve("lib");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(shared, "libpython3*")) {
      files.forEach(parts::add);
    } catch (IOException noSharedLibrary) {
      // linked statically
    }
    return List.copyOf(parts);
  }
}
