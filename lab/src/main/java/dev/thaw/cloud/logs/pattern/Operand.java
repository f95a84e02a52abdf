package dev.thaw.cloud.logs.pattern;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The left side of a comparison.
sealed interface Operand permits Operand.Field, JsonPath {

  /// As it is extracted under: `$name` or `$.a.b`.
  String name();

  /// What it stands for in a message; several with a wildcard, none if it is not there. JSON's null
  /// is an element.
  List<@Nullable Object> values(@Nullable Object subject);

  /// A field between spaces; the subject is the field itself.
  record Field(String field) implements Operand {
    @Override
    public String name() {
      return "$" + field;
    }

    @Override
    public List<@Nullable Object> values(@Nullable Object subject) {
      return subject == null ? List.of() : List.of(subject);
    }
  }
}
