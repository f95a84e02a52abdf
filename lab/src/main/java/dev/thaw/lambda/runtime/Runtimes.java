package dev.thaw.lambda.runtime;

import dev.thaw.lambda.sandbox.SandboxPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds what can run a function on this machine, by the runtime's name in CreateFunction.
public final class Runtimes {

  private static final String SUPPORTED =
      "python3.N, nodejsN.x, javaN, provided, provided.al2, provided.al2023";

  private final Path libraries;
  private final Map<String, Path> overrides;
  private final BootstrapFiles bootstraps;
  private final InterpreterSearch python = InterpreterSearch.python();
  private final InterpreterSearch node = InterpreterSearch.node();
  private final InterpreterSearch java = InterpreterSearch.java();
  private final Map<String, Interpreter> found = new HashMap<>();

  /// @param dataFolder where the bootstraps and AWS's libraries are
  /// @param overrides interpreter by runtime name or family (`python3.13`, `python`), as given with
  ///   `--runtime`
  public Runtimes(Path dataFolder, Map<String, Path> overrides) {
    this.libraries = dataFolder.resolve("libraries");
    this.overrides = Map.copyOf(overrides);
    this.bootstraps = new BootstrapFiles(dataFolder.resolve("runtimes"));
  }

  /// @param identifier for example `python3.13`
  /// @param code where the function's code is unpacked
  /// @throws RuntimeUnavailable if nothing installed fits
  public FunctionRuntime resolve(String identifier, Path code, String handler) {
    if (identifier.matches("python3\\.\\d{1,2}")) {
      return python(
          identifier,
          interpreter(identifier, "python", identifier.substring("python".length()), python));
    }
    if (identifier.matches("nodejs\\d{1,2}\\.x")) {
      String major = identifier.substring("nodejs".length(), identifier.indexOf('.'));
      return node(identifier, interpreter(identifier, "nodejs", major, node));
    }
    if (identifier.matches("java\\d{1,2}(\\.al2)?")) {
      return java(identifier, handler);
    }
    if (List.of("provided", "provided.al2", "provided.al2023").contains(identifier)) {
      return provided(identifier, code);
    }
    throw new RuntimeUnavailable(
        "runtime: " + identifier + " (expected: one of " + SUPPORTED + ")");
  }

  /// The identifier of a language's runtime that this machine can run, to be guessed for a function
  /// that names none: the version found first on PATH.
  ///
  /// @param family `python`, `nodejs`, `java` or `provided`
  public Optional<String> preferred(String family) {
    return switch (family) {
      case "python" ->
          first("python", python)
              .map(i -> "python" + i.version().substring(0, i.version().lastIndexOf('.')));
      case "nodejs" ->
          first("nodejs", node).map(i -> "nodejs" + i.version().split("\\.")[0] + ".x");
      case "java" -> first("java", java).map(i -> "java" + i.version().split("\\.")[0]);
      case "provided" -> Optional.of("provided.al2023");
      default -> Optional.empty();
    };
  }

  /// The real executable behind a runtime, for tools that have to run it (pip, for one).
  public Path executable(String identifier) {
    return resolve(identifier, Path.of("/"), "").executable();
  }

  private Optional<Interpreter> first(String family, InterpreterSearch search) {
    Path override = overrides.get(family);
    return override == null ? search.first() : search.ask(override);
  }

  private synchronized Interpreter interpreter(
      String identifier, String family, String version, InterpreterSearch search) {
    Interpreter known = found.get(identifier);
    if (known == null) {
      known = search(identifier, family, version, search);
      found.put(identifier, known);
    }
    return known;
  }

  private Interpreter search(
      String identifier, String family, String version, InterpreterSearch search) {
    Path override = overrides.getOrDefault(identifier, overrides.get(family));
    if (override != null) {
      return search
          .ask(override)
          .orElseThrow(() ->
              new RuntimeUnavailable(
                  "--runtime "
                      + identifier
                      + "="
                      + override
                      + ": not a "
                      + family
                      + " interpreter that runs"));
    }
    return search
        .find(version)
        .orElseThrow(() -> {
          String there =
              search.all().stream()
                  .map(i -> i.version() + " (" + i.executable() + ")")
                  .collect(Collectors.joining(", "));
          return new RuntimeUnavailable(
              "runtime "
                  + identifier
                  + ": no installed "
                  + family
                  + " "
                  + version
                  + "; installed: "
                  + (there.isEmpty() ? "none" : there)
                  + ". Install it, choose another with --runtime "
                  + identifier
                  + "=/path/to/interpreter, or name an installed version");
        });
  }

  private FunctionRuntime python(String identifier, Interpreter interpreter) {
    Path bootstrap = bootstraps.python(interpreter);
    List<Path> visible = new ArrayList<>(interpreter.visible());
    Path carried = libraries.resolve(identifier);
    boolean hasLibraries = Files.isDirectory(carried);
    if (hasLibraries) {
      visible.add(carried);
    }
    return new FunctionRuntime(
        identifier,
        interpreter.executable(),
        interpreter.version(),
        bootstrap,
        List.copyOf(visible),
        paths ->
            List.of(
                interpreter.executable().toString(), "-u", "-s", paths.runtime() + "/bootstrap.py"),
        paths -> {
          Map<String, String> variables = new HashMap<>();
          variables.put("LC_CTYPE", "C.UTF-8");
          variables.put("PYTHONPATH", paths.runtime());
          if (!paths.opt().equals("/opt")) {
            variables.put("THAW_OPT", paths.opt());
          }
          if (hasLibraries) {
            variables.put("THAW_PYTHON_LIBRARIES", carried.toString());
          }
          return variables;
        });
  }

  private FunctionRuntime node(String identifier, Interpreter interpreter) {
    String major = interpreter.version().split("\\.")[0];
    List<Path> visible = new ArrayList<>(interpreter.visible());
    Path carried = libraries.resolve("nodejs");
    boolean hasLibraries = Files.isDirectory(carried.resolve("node_modules"));
    if (hasLibraries) {
      visible.add(carried);
    }
    return new FunctionRuntime(
        identifier,
        interpreter.executable(),
        interpreter.version(),
        bootstraps.node(),
        List.copyOf(visible),
        paths -> List.of(interpreter.executable().toString(), paths.runtime() + "/index.mjs"),
        paths -> Map.of("NODE_PATH", nodePath(paths, major, hasLibraries ? carried : null)));
  }

  private static String nodePath(
      SandboxPaths paths, String major, @org.jspecify.annotations.Nullable Path carried) {
    List<String> entries = new ArrayList<>();
    entries.add(paths.opt() + "/nodejs/node" + major + "/node_modules");
    entries.add(paths.opt() + "/nodejs/node_modules");
    entries.add(paths.runtime() + "/node_modules");
    if (carried != null) {
      entries.add(carried + "/node_modules");
    }
    entries.add(paths.runtime());
    entries.add(paths.task());
    return String.join(":", entries);
  }

  private FunctionRuntime java(String identifier, String handler) {
    int wanted = Integer.parseInt(identifier.replaceAll("\\.al2$", "").substring("java".length()));
    Path override = overrides.getOrDefault(identifier, overrides.get("java"));
    Optional<Interpreter> jdk =
        override != null
            ? java.ask(override)
            : java.all().stream()
                .filter(i -> Integer.parseInt(i.version().split("[.+-]")[0]) >= wanted)
                .min(Comparator.comparingInt(i -> Integer.parseInt(i.version().split("[.+-]")[0])));
    Interpreter interpreter =
        jdk.orElseThrow(() ->
            new RuntimeUnavailable(
                "runtime "
                    + identifier
                    + ": no installed JDK of version "
                    + wanted
                    + " or later; install one, or point to it with --runtime "
                    + identifier
                    + "=/path/to/java"));
    Path client = libraries.resolve("java");
    if (!Files.isDirectory(client)) {
      throw new RuntimeUnavailable(
          "runtime "
              + identifier
              + ": AWS's Java runtime interface client is not here yet; `thaw runtime add java` fetches it");
    }
    return new FunctionRuntime(
        identifier,
        interpreter.executable(),
        interpreter.version(),
        client,
        interpreter.visible(),
        paths ->
            List.of(
                interpreter.executable().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(
                    ":",
                    paths.runtime() + "/*",
                    paths.task(),
                    paths.task() + "/lib/*",
                    paths.opt() + "/java/lib/*"),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                handler),
        paths -> Map.of());
  }

  private FunctionRuntime provided(String identifier, Path code) {
    Path empty = libraries.resolveSibling("runtimes").resolve("provided");
    try {
      Files.createDirectories(empty);
    } catch (IOException e) {
      throw new UncheckedIOException("runtime: cannot make " + empty, e);
    }
    Path own = code.resolve("bootstrap");
    Path layered = code.resolveSibling("opt").resolve("bootstrap");
    String inside;
    if (Files.isExecutable(own)) {
      inside = "task";
    } else if (Files.isExecutable(layered)) {
      inside = "opt";
    } else {
      String hint =
          Stream.of(own, layered).anyMatch(Files::exists)
              ? " (it is there, but not executable)"
              : "";
      throw new RuntimeUnavailable(
          "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]" + hint);
    }
    return new FunctionRuntime(
        identifier,
        inside.equals("task") ? own : layered,
        "",
        empty,
        List.of(),
        paths -> List.of((inside.equals("task") ? paths.task() : paths.opt()) + "/bootstrap"),
        paths -> Map.of());
  }
}
