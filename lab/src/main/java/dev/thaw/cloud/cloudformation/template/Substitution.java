package dev.thaw.cloud.cloudformation.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The argument of `Fn::Sub`: a text with `${name}` in it, and names of its own.
///
/// @param parts in turn a text and a name, beginning with a text
record Substitution(List<String> parts, Map<String, Object> own) {

  static Substitution of(Object argument) {
    return switch (argument) {
      case String text -> new Substitution(split(text), Map.of());
      case List<?> list
          when list.size() == 2
              && list.getFirst() instanceof String text
              && list.getLast() instanceof Map<?, ?> map ->
          new Substitution(split(text), Values.keyed(map));
      default ->
          throw TemplateException.error(
              "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a"
                  + " string as first argument, and an optional second argument to specify a mapping"
                  + " of values to replace in the string");
    };
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = text.startsWith("${", at) ? text.indexOf('}', at) : -1;
      if (end < 0) {
        plain.append(text.charAt(at++));
      } else if (text.charAt(at + 2) == '!') {
        plain.append("${").append(text, at + 3, end + 1);
        at = end + 1;
      } else {
        parts.add(plain.toString());
        plain.setLength(0);
        parts.add(text.substring(at + 2, end).strip());
        at = end + 1;
      }
    }
    parts.add(plain.toString());
    return parts;
  }

  /// Those that the template must have.
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i < parts.size(); i += 2) {
      if (!own.containsKey(parts.get(i))) {
        names.add(parts.get(i));
      }
    }
    return names;
  }

  String fill(Function<String, String> value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(i % 2 == 0 ? parts.get(i) : value.apply(parts.get(i)));
    }
    return text.toString();
  }
}
