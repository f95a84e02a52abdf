package dev.thaw.lambda.runtime;

import dev.thaw.lambda.sandbox.SandboxPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The runtimes that this machine can run functions with. Thread-safe; an interpreter is asked for
/// its version once and what was found is kept.
public final class Runtimes {

  private final Interpreters interpreters;
  private final RuntimeLibraries libraries;
  private final Bootstraps bootstraps;

  /// @param dataFolder where bootstraps and fetched libraries are kept
  /// @param overrides interpreters to use whatever else is installed, by runtime (`python3.13`) or
  ///   family (`python`, `nodejs`, `java`)
  public Runtimes(Path dataFolder, Map<String, Path> overrides) {
    this(dataFolder, overrides, Machine.here());
  }

  Runtimes(Path dataFolder, Map<String, Path> overrides, Machine machine) {
    this.interpreters =
        new Interpreters(overrides, machine, dataFolder.resolve("runtimes/interpreters"));
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
  public FunctionRuntime resolve(String runtime, Path code, @Nullable Path opt, String handler) {
    return switch (RuntimeName.parse(runtime)) {
      case RuntimeName.Python name -> python(runtime, interpreters.python(runtime, name));
      case RuntimeName.Node name -> node(runtime, interpreters.node(runtime, name));
      case RuntimeName.Java name -> java(runtime, interpreters.java(runtime, name), handler);
      case RuntimeName.Provided _ -> provided(runtime, code, opt);
    };
  }

  /// The real interpreter behind a managed runtime, for tools that have to run it (pip, for one).
  ///
  /// @throws RuntimeUnavailable if nothing installed fits
  public Path executable(String runtime) {
    return switch (RuntimeName.parse(runtime)) {
      case RuntimeName.Python name -> interpreters.python(runtime, name).executable();
      case RuntimeName.Node name -> interpreters.node(runtime, name).executable();
      case RuntimeName.Java name -> interpreters.java(runtime, name).executable();
      case RuntimeName.Provided _ ->
          throw new RuntimeUnavailable("runtime: " + runtime + " (expected: one with a language)");
    };
  }

  /// The runtime to take for a package that does not say which it wants: the user's choice by
  /// `--runtime`, else what the language's command is on the PATH, else the newest one installed.
  ///
  /// @param family `python`, `nodejs`, `java` or `provided`
  /// @return its identifier with the version; empty if nothing of the family is installed
  public Optional<String> preferred(String family) {
    return switch (family) {
      case "python" -> interpreters.preferredPython();
      case "nodejs" -> interpreters.preferredNode();
      case "java" -> interpreters.preferredJava();
      case "provided" -> Optional.of("provided.al2023");
      default -> Optional.empty();
    };
  }

  /// Every identifier that would resolve here to its own version, the newest of each family first.
  public List<String> installed() {
    boolean java = libraries.java().isPresent();
    return Stream.concat(
            interpreters.installed().stream().filter(name -> java || !name.startsWith("java")),
            Stream.of("provided.al2023"))
        .toList();
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
      case RuntimeName.Python python ->
          libraries.addPython(interpreters.python(runtime, python), progress);
      case RuntimeName.Node node -> libraries.addNode(interpreters.node(runtime, node), progress);
      case RuntimeName.Java _ -> libraries.addJava(progress);
      case RuntimeName.Provided _ ->
          throw new RuntimeUnavailable(
              "libraries: " + what + " (expected: python, node, java or one of their runtimes)");
    };
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
            CommandLines.managed(environment, CommandLines.java(java, handler, paths, environment)),
        paths -> Map.copyOf(languageVariables(name, java, paths)));
  }

  private FunctionRuntime provided(String runtime, Path code, @Nullable Path opt) {
    boolean inCode = Files.exists(code.resolve("bootstrap"));
    Path host = inCode || opt == null ? code.resolve("bootstrap") : opt.resolve("bootstrap");
    return new FunctionRuntime(
        runtime,
        host,
        "",
        bootstraps.none(),
        List.of(),
        (paths, _) -> {
          // only now: on AWS such a function exists, and its init fails
          Entrypoints.check(host, (inCode ? "/var/task" : "/opt") + "/bootstrap");
          return List.of((inCode ? paths.task() : paths.opt()) + "/bootstrap");
        },
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
