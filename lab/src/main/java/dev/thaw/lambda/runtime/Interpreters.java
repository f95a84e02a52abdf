package dev.thaw.lambda.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/// Chooses the interpreter for a runtime: the one that the user named, else an installed one whose
/// version fits. What was chosen is kept as long as it is there.
final class Interpreters {

  private final Map<String, Path> overrides;
  private final Installations pythons;
  private final Installations nodes;
  private final Installations javas;
  private final Map<String, Interpreter> chosen = new ConcurrentHashMap<>();

  /// @param overrides executables by runtime (`python3.13`) or family (`python`)
  /// @param notes directory where answers of interpreters are kept
  Interpreters(Map<String, Path> overrides, Machine machine, Path notes) {
    this.overrides = Map.copyOf(overrides);
    this.pythons = new Installations(new Pythons(machine), notes);
    this.nodes = new Installations(new Nodes(machine), notes);
    this.javas = new Installations(new Javas(machine), notes);
  }

  Interpreter python(String runtime, RuntimeName.Python name) {
    return known(runtime, () -> find(runtime, name));
  }

  Interpreter node(String runtime, RuntimeName.Node name) {
    return known(runtime, () -> find(runtime, name));
  }

  Interpreter java(String runtime, RuntimeName.Java name) {
    return known(runtime, () -> find(runtime, name));
  }

  /// The identifier of the Python to take where none is named.
  Optional<String> preferredPython() {
    return preferred(pythons, RuntimeName.OLDEST_PYTHON, Interpreter::minor, "python3", "python")
        .map(python -> "python3." + python.minor());
  }

  Optional<String> preferredNode() {
    return preferred(nodes, RuntimeName.OLDEST_NODE, Interpreter::major, "nodejs", "node")
        .map(node -> "nodejs" + node.major() + ".x");
  }

  Optional<String> preferredJava() {
    return preferred(javas, RuntimeName.OLDEST_JAVA, Interpreter::major, "java")
        .map(java -> "java" + java.major());
  }

  /// Every identifier that an installed interpreter has the version for, the newest of each family
  /// first.
  List<String> installed() {
    List<String> identifiers = new ArrayList<>();
    for (Interpreter python : pythons.all()) {
      if (python.minor() >= RuntimeName.OLDEST_PYTHON) {
        identifiers.add("python3." + python.minor());
      }
    }
    for (Interpreter node : nodes.all()) {
      if (node.major() >= RuntimeName.OLDEST_NODE) {
        identifiers.add("nodejs" + node.major() + ".x");
      }
    }
    for (Interpreter java : javas.all()) {
      if (java.major() >= RuntimeName.OLDEST_JAVA) {
        identifiers.add("java" + java.major());
      }
    }
    return identifiers.stream().distinct().toList();
  }

  private Interpreter known(String runtime, Supplier<Interpreter> find) {
    Interpreter before = chosen.get(runtime);
    if (before != null && Files.isExecutable(before.executable())) {
      return before;
    }
    Interpreter found = find.get();
    chosen.put(runtime, found);
    return found;
  }

  private Interpreter find(String runtime, RuntimeName.Python name) {
    return named(pythons, runtime, "python3", "python")
        .or(() ->
            name.minor().isPresent()
                ? pythons.first(name.minor().get(), python -> python.minor() == name.minor().get())
                : preferred(pythons, RuntimeName.OLDEST_PYTHON, Interpreter::minor))
        .orElseThrow(() ->
            unavailable(
                runtime,
                "Python 3" + name.minor().map(minor -> "." + minor).orElse(""),
                pythons,
                "pyenv, uv, asdf, mise"));
  }

  private Interpreter find(String runtime, RuntimeName.Node name) {
    return named(nodes, runtime, "nodejs", "node")
        .or(() ->
            name.major().isPresent()
                ? nodes.first(name.major().get(), node -> node.major() == name.major().get())
                : preferred(nodes, RuntimeName.OLDEST_NODE, Interpreter::major))
        .orElseThrow(() ->
            unavailable(
                runtime,
                "Node.js" + name.major().map(major -> " " + major).orElse(""),
                nodes,
                "nvm, fnm, Volta, asdf, mise"));
  }

  private Interpreter find(String runtime, RuntimeName.Java name) {
    return named(javas, runtime, "java")
        .or(() ->
            name.release().isPresent()
                ? atLeast(name.release().get())
                : preferred(javas, RuntimeName.OLDEST_JAVA, Interpreter::major))
        .orElseThrow(() ->
            unavailable(
                runtime,
                "Java" + name.release().map(release -> " " + release + " or later").orElse(""),
                javas,
                "JAVA_HOME, /usr/lib/jvm, SDKMAN, asdf, mise"));
  }

  /// The JDK whose release is the nearest: later ones run classes of earlier ones.
  private Optional<Interpreter> atLeast(int release) {
    return javas
        .first(release, java -> java.major() == release)
        .or(() ->
            javas.all().reversed().stream().filter(java -> java.major() > release).findFirst());
  }

  /// The user's choice, else what the user's PATH has, else the newest one.
  private Optional<Interpreter> preferred(
      Installations family, int oldest, ToIntFunction<Interpreter> version, String... names) {
    return override(names)
        .flatMap(family::at)
        .or(family::usual)
        .filter(found -> version.applyAsInt(found) >= oldest)
        .or(() ->
            family.all().stream().filter(found -> version.applyAsInt(found) >= oldest).findFirst());
  }

  private Optional<Path> override(String... names) {
    return Stream.of(names).filter(overrides::containsKey).map(overrides::get).findFirst();
  }

  /// The interpreter that the user named for a runtime or its family.
  private Optional<Interpreter> named(Installations family, String runtime, String... names) {
    Optional<Path> path = override(runtime).or(() -> override(names));
    return path.map(file ->
        family
            .at(file)
            .orElseThrow(() ->
                new RuntimeUnavailable(
                    "--runtime " + runtime + "=" + file + ": no " + names[0] + " is there")));
  }

  private static RuntimeUnavailable unavailable(
      String runtime, String wanted, Installations family, String managers) {
    List<String> found = family.all().stream().map(Interpreter::toString).toList();
    return new RuntimeUnavailable(
        runtime
            + ": no "
            + wanted
            + " is installed (looked on the PATH, in the system and at "
            + managers
            + "; found: "
            + (found.isEmpty() ? "none" : String.join(", ", found))
            + "). Install it, name one with --runtime "
            + runtime
            + "=/path/to/it, or let the function use an installed version");
  }
}
