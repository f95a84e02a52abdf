package dev.thaw.lambda.runtime;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A runtime identifier of CreateFunction, understood.
sealed interface RuntimeName {

  /// What is supported, for messages.
  String SUPPORTED =
      "python3.6 and later, nodejs18.x and later, java8 and later, provided, provided.al2,"
          + " provided.al2023; python3, nodejs and java stand for an installed one";

  /// @param minor empty for `python3`: the preferred one
  record Python(Optional<Integer> minor) implements RuntimeName {}

  /// @param major empty for `nodejs`: the preferred one
  record Node(Optional<Integer> major) implements RuntimeName {}

  /// @param release the least release of the JDK; empty for `java`
  record Java(Optional<Integer> release) implements RuntimeName {}

  /// The function's own executable, `bootstrap`.
  record Provided() implements RuntimeName {}

  int OLDEST_PYTHON = 6;
  int OLDEST_NODE = 18;
  int OLDEST_JAVA = 8;

  Set<String> PROVIDED = Set.of("provided", "provided.al2", "provided.al2023");

  /// @throws RuntimeUnavailable for anything that is not supported
  static RuntimeName parse(String identifier) {
    if (PROVIDED.contains(identifier)) {
      return new Provided();
    }
    Matcher python = Pattern.compile("python3(?:\\.(\\d{1,2}))?").matcher(identifier);
    if (python.matches() && number(python).orElse(OLDEST_PYTHON) >= OLDEST_PYTHON) {
      return new Python(number(python));
    }
    Matcher node = Pattern.compile("nodejs(?:(\\d{1,2})\\.x)?").matcher(identifier);
    if (node.matches() && number(node).orElse(OLDEST_NODE) >= OLDEST_NODE) {
      return new Node(number(node));
    }
    Matcher java = Pattern.compile("java(\\d{1,2})?").matcher(identifier);
    if (java.matches() && number(java).orElse(OLDEST_JAVA) >= OLDEST_JAVA) {
      return new Java(number(java));
    }
    if (identifier.equals("java8.al2")) {
      return new Java(Optional.of(8));
    }
    throw new RuntimeUnavailable("runtime: " + identifier + " (expected: " + SUPPORTED + ")");
  }

  private static Optional<Integer> number(Matcher matcher) {
    return Optional.ofNullable(matcher.group(1)).map(Integer::valueOf);
  }
}
