package dev.thaw.wire.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Header fields in the order and spelling in which they stand on the wire; names compare without
/// case.
public record Headers(List<Field> fields) {

  /// No fields.
  public static final Headers NONE = new Headers(List.of());

  /// One header field.
  public record Field(String name, String value) {
    public Field {
      if (!Token.isToken(name)) {
        throw new IllegalArgumentException("header name: " + name + " (expected: a token)");
      }
      if (!Token.isValue(value)) {
        throw new IllegalArgumentException(
            "header " + name + ": " + value + " (expected: no control characters, Latin-1)");
      }
    }
  }

  public Headers {
    fields = List.copyOf(fields);
  }

  /// @param pairs name, value, name, value …
  public static Headers of(String... pairs) {
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException("pairs: " + Arrays.toString(pairs) + " (expected: even)");
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.add(new Field(pairs[i], pairs[i + 1]));
    }
    return new Headers(fields);
  }

  public Headers with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new Headers(more);
  }

  /// The value of the first field of this name.
  public Optional<String> first(String name) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field.value());
      }
    }
    return Optional.empty();
  }

  /// All values of a name, in order.
  public List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  /// Whether a comma-separated field holds a word, without case.
  boolean lists(String name, String word) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        for (String part : field.value().split(",")) {
          if (part.strip().equalsIgnoreCase(word)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
