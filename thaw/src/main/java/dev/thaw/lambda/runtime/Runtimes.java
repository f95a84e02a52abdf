package dev.thaw.lambda.runtime;

import dev.thaw.lambda.sandbox.SandboxPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The runtimes that this machine can run functions with. Thread-safe; an interpreter is asked for
/// its version once and what was found is kept.
public final class Runtimes {

  private final Map<String, Path> overrides;
  private final Installations pythons;
  private final Installations nodes;
  private final Installations javas;
  private final RuntimeLibraries libraries;
  private final Map<String, Interpreter> resolved = new ConcurrentHashMap<>();
  private final Bootstraps bootstraps;

  /// @param dataFolder where bootstraps and fetched libraries are kept
  /// @param overrides interpreters to use whatever else is installed, by runtime (`python3.13`) or
  ///   family (`python`, `nodejs`, `java`)
  public Runtimes(Path dataFolder, Map<String, Path> overrides) {
    this(dataFolder, overrides, Machine.here());
  }

  Runtimes(Path dataFolder, Map<String, Path> overrides, Machine machine) {
    Path notes = dataFolder.resolve("runtimes/interpreters");
    this.overrides = Map.copyOf(overrides);
    this.pythons = new Installations(new Pythons(machine), notes);
    this.nodes = new Installations(new Nodes(machine), notes);
    this.javas = new Installations(new Javas(machine), notes);
    this.libraries = new RuntimeLibraries(dataFolder);
    this.bootstraps = new Bootstraps(dataFolder, libraries);
  }

  /// @see #resolve(String, Path, Path, String)
  public FunctionRuntime resolve(String runtime, Path code, String handler) {
    return resolve(runtime, code, null, handler);
  }

  /// Finds what runs a function.
  ///
  /// @param runtime identifier as in CreateFunction; without a version (`python3`, `nodejs`,
  ///   `java`) the newest one installed
  /// @param code directory of the unpacked package
  /// @param opt directory of the merged layers, null without layers
  /// @param handler as in CreateFunction
  /// @throws RuntimeUnavailable if nothing installed fits; the message says what would
  /// @throws InvalidEntrypoint if a `provided` function has no executable `bootstrap`
  public FunctionRuntime resolve(String runtime, Path code, @Nullable Path opt, String handler) {
    return switch (RuntimeName.parse(runtime)) {
      case RuntimeName.Python python ->
          python(runtime, known(runtime, () -> find(runtime, python)));
      case RuntimeName.Node node -> node(runtime, known(runtime, () -> find(runtime, node)));
      case RuntimeName.Java java ->
          java(runtime, known(runtime, () -> find(runtime, java)), handler);
      case RuntimeName.Provided _ -> provided(runtime, code, opt);
    };
  }

  /// The newest installed Python as an identifier, for a package that does not say what it wants.
  public Optional<String> bestPython() {
    return Stream.concat(
            override("python3", "python").flatMap(pythons::at).stream(), pythons.all().stream())
        .filter(found -> found.minor() >= RuntimeName.OLDEST_PYTHON)
        .findFirst()
        .map(found -> "python3." + found.minor());
  }

  /// The newest installed Node.js as an identifier.
  public Optional<String> bestNode() {
    return Stream.concat(
            override("nodejs", "node").flatMap(nodes::at).stream(), nodes.all().stream())
        .filter(found -> found.major() >= RuntimeName.OLDEST_NODE)
        .findFirst()
        .map(found -> "nodejs" + found.major() + ".x");
  }

  /// Every identifier that would resolve here to its own version, the newest of each family first.
  public List<String> installed() {
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
    if (libraries.java().isPresent()) {
      for (Interpreter java : javas.all()) {
        if (java.major() >= RuntimeName.OLDEST_JAVA) {
          identifiers.add("java" + java.major());
        }
      }
    }
    identifiers.add("provided.al2023");
    return identifiers.stream().distinct().toList();
  }

  /// Fetches the libraries that AWS's managed runtime carries, as `thaw runtime add` does.
  ///
  /// @param what a family (`python`, `node`, `java`) or a runtime (`python3.12`, `nodejs20.x`)
  /// @param progress takes the lines that the language's own client prints
  /// @return the directory that functions will see as `/var/runtime`
  public Path addLibraries(String what, Consumer<String> progress) {
    String runtime =
        switch (what) {
          case "python" -> "python3";
          case "node" -> "nodejs";
          default -> what;
        };
    return switch (RuntimeName.parse(runtime)) {
      case RuntimeName.Python python -> libraries.addPython(find(runtime, python), progress);
      case RuntimeName.Node node -> libraries.addNode(find(runtime, node), progress);
      case RuntimeName.Java _ -> libraries.addJava(progress);
      case RuntimeName.Provided _ ->
          throw new RuntimeUnavailable(
              "libraries: " + what + " (expected: python, node, java or one of their runtimes)");
    };
  }

  /// What was found for a runtime, as long as it is still there.
  private Interpreter known(String runtime, Supplier<Interpreter> find) {
    Interpreter before = resolved.get(runtime);
    if (before != null && Files.isExecutable(before.executable())) {
      return before;
    }
    Interpreter found = find.get();
    resolved.put(runtime, found);
    return found;
  }

  private Interpreter find(String runtime, RuntimeName.Python name) {
    Optional<Interpreter> chosen = chosen(pythons, runtime, "python3", "python");
    if (chosen.isPresent()) {
      return chosen.get();
    }
    Optional<Interpreter> found =
        name.minor().isPresent()
            ? pythons.first(name.minor().get(), python -> python.minor() == name.minor().get())
            : pythons.all().stream()
                .filter(python -> python.minor() >= RuntimeName.OLDEST_PYTHON)
                .findFirst();
    return found.orElseThrow(() ->
        unavailable(
            runtime,
            "Python 3" + name.minor().map(minor -> "." + minor).orElse(""),
            pythons,
            "pyenv, uv, asdf, mise"));
  }

  private Interpreter find(String runtime, RuntimeName.Node name) {
    Optional<Interpreter> chosen = chosen(nodes, runtime, "nodejs", "node");
    if (chosen.isPresent()) {
      return chosen.get();
    }
    Optional<Interpreter> found =
        name.major().isPresent()
            ? nodes.first(name.major().get(), node -> node.major() == name.major().get())
            : nodes.all().stream()
                .filter(node -> node.major() >= RuntimeName.OLDEST_NODE)
                .findFirst();
    return found.orElseThrow(() ->
        unavailable(
            runtime,
            "Node.js" + name.major().map(major -> " " + major).orElse(""),
            nodes,
            "nvm, fnm, Volta, asdf, mise"));
  }

  private Interpreter find(String runtime, RuntimeName.Java name) {
    return chosen(javas, runtime, "java", "java")
        .or(() -> javas.first(name.release(), java -> java.major() == name.release()))
        .or(() -> javas.first(name.release(), java -> java.major() > name.release()))
        .orElseThrow(() ->
            unavailable(
                runtime,
                "Java " + name.release() + " or later",
                javas,
                "JAVA_HOME, /usr/lib/jvm, SDKMAN, asdf, mise"));
  }

  private Optional<Path> override(String... names) {
    return Stream.of(names).filter(overrides::containsKey).map(overrides::get).findFirst();
  }

  /// The interpreter that the user named for a runtime or its family.
  private Optional<Interpreter> chosen(Installations family, String runtime, String... names) {
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

  private FunctionRuntime python(String runtime, Interpreter python) {
    String name = runtime.equals("python3") ? "python3." + python.minor() : runtime;
    String compiled = Bootstraps.compiledName(python);
    return new FunctionRuntime(
        name,
        python.executable(),
        python.version(),
        bootstraps.python(python),
        python.visible(),
        // no `site`: packages that happen to be installed here are not in AWS's runtime either, and
        // the bootstrap makes up for the rest; no bytecode files: code is read-only on AWS
        (paths, environment) ->
            CommandLines.managed(
                environment,
                List.of(
                    python.executable().toString(),
                    "-S",
                    "-B",
                    paths.runtime() + "/" + compiled,
                    paths.opt())),
        paths -> {
          Map<String, String> variables = languageVariables(name, python, paths);
          variables.put("PYTHONPATH", paths.runtime());
          variables.put("LC_CTYPE", "C.UTF-8");
          return Map.copyOf(variables);
        });
  }

  private FunctionRuntime node(String runtime, Interpreter node) {
    String name = runtime.equals("nodejs") ? "nodejs" + node.major() + ".x" : runtime;
    return new FunctionRuntime(
        name,
        node.executable(),
        node.version(),
        bootstraps.node(node),
        node.visible(),
        (paths, environment) ->
            CommandLines.managed(
                environment, CommandLines.node(node.executable(), paths, environment)),
        paths -> {
          Map<String, String> variables = languageVariables(name, node, paths);
          variables.put(
              "NODE_PATH",
              paths.opt()
                  + "/nodejs/node"
                  + node.major()
                  + "/node_modules:"
                  + paths.opt()
                  + "/nodejs/node_modules:"
                  + paths.runtime()
                  + "/node_modules:"
                  + paths.runtime()
                  + ":"
                  + paths.task());
          return Map.copyOf(variables);
        });
  }

  private FunctionRuntime java(String runtime, Interpreter java, String handler) {
    Path client =
        libraries
            .java()
            .orElseThrow(() ->
                new RuntimeUnavailable(
                    runtime
                        + ": AWS's Java runtime client "
                        + MavenJars.CLIENT_VERSION
                        + " is not here; `thaw runtime add java` fetches it"));
    String name = runtime.equals("java") ? "java" + java.major() : runtime;
    return new FunctionRuntime(
        name,
        java.executable(),
        java.version(),
        client,
        java.visible(),
        (paths, environment) ->
            CommandLines.managed(
                environment, CommandLines.java(java.executable(), handler, paths, environment)),
        paths -> Map.copyOf(languageVariables(name, java, paths)));
  }

  private FunctionRuntime provided(String runtime, Path code, @Nullable Path opt) {
    boolean inCode = Files.exists(code.resolve("bootstrap"));
    Path host = inCode || opt == null ? code.resolve("bootstrap") : opt.resolve("bootstrap");
    Entrypoints.check(host, (inCode ? "/var/task" : "/opt") + "/bootstrap");
    return new FunctionRuntime(
        runtime,
        host,
        "",
        bootstraps.none(),
        List.of(),
        (paths, _) -> List.of((inCode ? paths.task() : paths.opt()) + "/bootstrap"),
        Runtimes::searchPaths);
  }

  /// Variables that AWS's images set for a managed runtime, with the interpreter's own directories
  /// in the place of `/var/lang`.
  private static Map<String, String> languageVariables(
      String runtime, Interpreter interpreter, SandboxPaths paths) {
    Path bin = interpreter.executable().toAbsolutePath().getParent();
    Path lib = bin == null ? null : bin.resolveSibling("lib");
    Map<String, String> variables = new TreeMap<>(searchPaths(paths));
    variables.put("PATH", bin + ":" + variables.get("PATH"));
    variables.put("LD_LIBRARY_PATH", lib + ":" + variables.get("LD_LIBRARY_PATH"));
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + runtime);
    return variables;
  }

  private static Map<String, String> searchPaths(SandboxPaths paths) {
    return Map.of(
        "PATH",
        "/usr/local/bin:/usr/bin/:/bin:" + paths.opt() + "/bin",
        "LD_LIBRARY_PATH",
        String.join(
            ":",
            "/lib64:/usr/lib64",
            paths.runtime(),
            paths.runtime() + "/lib",
            paths.task(),
            paths.task() + "/lib",
            paths.opt() + "/lib"));
  }
}
