package dev.thaw.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Guesses the handler of a package from the names that people and tools use, and from what the
/// files define.
final class Handlers {

  private static final List<String> PYTHON_FILES =
      List.of("lambda_function.py", "app.py", "handler.py", "main.py", "index.py", "function.py");
  private static final List<String> NODE_FILES =
      List.of(
          "index.mjs",
          "index.js",
          "index.cjs",
          "app.mjs",
          "app.js",
          "handler.mjs",
          "handler.js",
          "main.js");
  private static final List<String> PYTHON_NAMES = List.of("lambda_handler", "handler", "main");
  private static final Pattern PYTHON_DEFINITION =
      Pattern.compile(
          "(?m)^(?:(?:async\\s+)?def\\s+(\\w+)\\s*\\(|(\\w+)[ \\t]*(?::[^=\\n]+)?=[^=]"
              + "|from[ \\t]+[\\w.]+[ \\t]+import[ \\t]+(?:\\w+[ \\t]+as[ \\t]+)?(\\w+)[ \\t]*(?:#.*)?$)");
  private static final Pattern NODE_EXPORT =
      Pattern.compile(
          "(?m)(?:exports\\.(\\w+)\\s*=|export\\s+(?:async\\s+)?(?:function|const|let|var)\\s+(\\w+)|module\\.exports\\s*=\\s*\\{([^}]*)\\})");

  private Handlers() {}

  /// @param family of the runtime that would run it
  record Guess(String family, String handler) {}

  /// @param names of the files at the top of the package
  /// @param text of one of them
  /// @throws PackagingException if there is no guess, or more than one; the message lists what was
  ///   seen
  static Guess guess(Set<String> names, Function<String, String> text) {
    if (names.contains("bootstrap")) {
      return new Guess("provided", "bootstrap");
    }
    List<Guess> guesses = new ArrayList<>();
    for (String file : PYTHON_FILES) {
      if (names.contains(file)) {
        python(text.apply(file))
            .ifPresent(name -> guesses.add(new Guess("python", module(file) + "." + name)));
      }
    }
    for (String file : NODE_FILES) {
      if (names.contains(file)) {
        node(text.apply(file))
            .ifPresent(name -> guesses.add(new Guess("nodejs", module(file) + "." + name)));
      }
    }
    if (guesses.size() == 1) {
      return guesses.getFirst();
    }
    if (guesses.size() > 1) {
      List<String> candidates = guesses.stream().map(Guess::handler).toList();
      throw new PackagingException(
          "handler: several are possible: "
              + String.join(", ", candidates)
              + "; choose one with --handler");
    }
    throw new PackagingException(
        "handler: none found in "
            + (names.isEmpty()
                ? "an empty package"
                : String.join(", ", names.stream().sorted().limit(12).toList()))
            + " (looked for lambda_handler or handler in "
            + String.join(", ", PYTHON_FILES)
            + ", for exports.handler in "
            + String.join(", ", NODE_FILES)
            + ", and for an executable bootstrap); name it with --handler");
  }

  /// The runtime family that a handler given by the user belongs to.
  static String family(Set<String> names, Set<String> allPaths, String handler) {
    if (names.contains("bootstrap")) {
      return "provided";
    }
    int dot = handler.lastIndexOf('.');
    String module = dot < 0 ? handler : handler.substring(0, dot);
    String path = module.replace('.', '/');
    if (allPaths.contains(path + ".py") || allPaths.contains(path + "/__init__.py")) {
      return "python";
    }
    for (String ending : List.of(".js", ".mjs", ".cjs")) {
      if (allPaths.contains(module + ending)) {
        return "nodejs";
      }
    }
    if (handler.contains("::")
        || allPaths.stream().anyMatch(name -> name.endsWith(".class") || name.endsWith(".jar"))) {
      return "java";
    }
    throw new PackagingException(
        "handler: "
            + handler
            + " (expected: a module of the package; there is no "
            + path
            + ".py, "
            + module
            + ".js, .mjs or .cjs)");
  }

  private static Optional<String> python(String text) {
    List<String> defined = new ArrayList<>();
    Matcher definitions = PYTHON_DEFINITION.matcher(text);
    while (definitions.find()) {
      for (int group = 1; group <= 3; group++) {
        if (definitions.group(group) != null) {
          defined.add(definitions.group(group));
        }
      }
    }
    return PYTHON_NAMES.stream().filter(defined::contains).findFirst();
  }

  private static Optional<String> node(String text) {
    Matcher exports = NODE_EXPORT.matcher(text);
    while (exports.find()) {
      for (int group = 1; group <= 2; group++) {
        if ("handler".equals(exports.group(group))) {
          return Optional.of("handler");
        }
      }
      String list = exports.group(3);
      if (list != null && Pattern.compile("\\bhandler\\b").matcher(list).find()) {
        return Optional.of("handler");
      }
    }
    return Optional.empty();
  }

  private static String module(String file) {
    return file.substring(0, file.lastIndexOf('.'));
  }
}
