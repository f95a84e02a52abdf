package dev.thaw.cloud.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a handler gives back.
///
/// @param output members of the operation's output by their names in the model; those it does not
///   have are an error of ours
/// @param headers beside the modelled ones
/// @param status where it is not the modelled one; honoured by `rest-xml`
/// @param streamed it went out already, through [Call#stream]
public record Answer(
    Map<String, Object> output,
    Map<String, String> headers,
    Optional<Integer> status,
    boolean streamed) {

  public static Answer of(Map<String, Object> output) {
    return new Answer(output, Map.of(), Optional.empty(), false);
  }

  public static Answer empty() {
    return of(Map.of());
  }

  /// The whole answer went out as a stream.
  public static Answer sent() {
    return new Answer(Map.of(), Map.of(), Optional.empty(), true);
  }

  public Answer withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(output, more, status, streamed);
  }

  public Answer withStatus(int other) {
    return new Answer(output, headers, Optional.of(other), streamed);
  }

  /// A misspelt member would silently be left out.
  void requireKnown(Operation operation) {
    for (String name : output.keySet()) {
      if (!operation.output().members().containsKey(name)) {
        throw new ModelException(
            "member " + name + " (expected: one of the output of " + operation + ")");
      }
    }
  }
}
