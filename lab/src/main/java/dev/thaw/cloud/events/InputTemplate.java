package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A template in pieces: literal text, and variables that stand within quotes or not.
record InputTemplate(List<Piece> pieces) {

  private static final Pattern NAME = Pattern.compile("<([A-Za-z0-9_.\\-]{1,256})>");

  sealed interface Piece {}

  record Literal(String text) implements Piece {}

  record Variable(String name, boolean quoted) implements Piece {}

  static InputTemplate parse(String text) {
    List<Piece> pieces = new ArrayList<>();
    Matcher matcher = NAME.matcher(text);
    boolean quoted = false;
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && quoted) {
        at++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '<' && matcher.region(at, text.length()).lookingAt()) {
        pieces.add(new Literal(text.substring(from, at)));
        pieces.add(new Variable(matcher.group(1), quoted));
        from = matcher.end();
        at = from - 1;
      }
    }
    pieces.add(new Literal(text.substring(from)));
    return new InputTemplate(List.copyOf(pieces));
  }

  List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece instanceof Variable variable) {
        variables.add(variable);
      }
    }
    return variables;
  }

  /// @param values null for what the event does not have: nothing within quotes, `null` outside
  byte[] fill(Function<String, JsonPath.@Nullable Found> values) {
    StringBuilder filled = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Literal(String text) -> filled.append(text);
        case Variable(String name, boolean quoted) -> {
          JsonPath.Found found = values.apply(name);
          if (!quoted) {
            filled.append(json(found == null ? null : found.value()));
          } else if (found != null) {
            String escaped = json(InputTransformer.text(found.value()));
            filled.append(escaped, 1, escaped.length() - 1);
          }
        }
      }
    }
    return filled.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String json(@Nullable Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  /// One JSON value, or texts in quotes, a line each.
  static boolean isJson(byte[] filled) {
    if (Json.flaw(filled) == null) {
      return true;
    }
    String text = new String(filled, StandardCharsets.UTF_8).strip();
    return !text.isEmpty()
        && text.lines()
            .allMatch(line ->
                line.startsWith("\"") && Json.flaw(line.getBytes(StandardCharsets.UTF_8)) == null);
  }
}
