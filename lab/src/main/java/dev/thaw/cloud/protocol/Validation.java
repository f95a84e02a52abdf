package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Checks a parsed request against the model and words what it finds as AWS does.
final class Validation {

  private final List<String> findings = new ArrayList<>();

  private Validation() {}

  /// @throws ApiException that lists everything that is wrong
  static void check(Operation operation, Document document) {
    Validation validation = new Validation();
    validation.structure(operation.input(), document.members(), "");
    if (!validation.findings.isEmpty()) {
      int count = validation.findings.size();
      throw ApiException.validation(
          count
              + (count == 1 ? " validation error detected: " : " validation errors detected: ")
              + String.join("; ", validation.findings));
    }
  }

  private void structure(Shape.Structure structure, Map<String, Object> members, String path) {
    for (Member member : structure.members().values()) {
      Object value = members.get(member.name());
      String here = path.isEmpty() ? lower(member.name()) : path + "." + lower(member.name());
      if (value == null) {
        if (member.required()) {
          add(null, here, "Member must not be null", member.shape());
        }
      } else {
        value(member.shape(), value, here);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void value(Shape shape, Object value, String path) {
    switch (shape) {
      case Shape.Structure structure -> structure(structure, (Map<String, Object>) value, path);
      case Shape.Sequence sequence -> {
        List<Object> list = (List<Object>) value;
        length(sequence.bounds(), list.size(), list, path, shape);
        for (int i = 0; i < list.size(); i++) {
          value(sequence.element().shape(), list.get(i), path + "." + (i + 1) + ".member");
        }
      }
      case Shape.Dictionary dictionary -> {
        Map<String, Object> map = (Map<String, Object>) value;
        length(dictionary.bounds(), map.size(), map, path, shape);
        map.forEach((key, part) -> {
          value(dictionary.key().shape(), key, path);
          value(dictionary.value().shape(), part, path + "." + key + ".member");
        });
      }
      case Shape.Text text -> text(text, (String) value, path);
      case Shape.Bytes bytes -> {
        if (value instanceof Blob blob) {
          length(bytes.bounds(), blob.size(), "java.nio.HeapByteBuffer", path, shape);
        }
      }
      case Shape.Whole whole ->
          range(whole.bounds(), ((Number) value).doubleValue(), value, path, shape);
      case Shape.Fraction fraction ->
          range(fraction.bounds(), ((Number) value).doubleValue(), value, path, shape);
      case Shape.Flag _, Shape.Moment _, Shape.Free _ -> {}
    }
  }

  private void text(Shape.Text text, String value, String path) {
    if (!text.oneOf().isEmpty() && !text.oneOf().contains(value)) {
      add(
          value,
          path,
          "Member must satisfy enum value set: [" + String.join(", ", text.oneOf()) + "]",
          text);
    }
    length(text.bounds(), value.length(), value, path, text);
    if (text.pattern().isPresent() && !text.pattern().get().matcher(value).matches()) {
      add(
          value,
          path,
          "Member must satisfy regular expression pattern: " + text.pattern().get().pattern(),
          text);
    }
  }

  private void length(Shape.Bounds bounds, long length, Object value, String path, Shape shape) {
    if (bounds.tooBig((double) length)) {
      add(
          value,
          path,
          "Member must have length less than or equal to " + bounds.max().orElseThrow(),
          shape);
    } else if (bounds.tooSmall((double) length)) {
      add(
          value,
          path,
          "Member must have length greater than or equal to " + bounds.min().orElseThrow(),
          shape);
    }
  }

  private void range(Shape.Bounds bounds, double number, Object value, String path, Shape shape) {
    if (bounds.tooBig(number)) {
      add(
          value,
          path,
          "Member must have value less than or equal to " + bounds.max().orElseThrow(),
          shape);
    } else if (bounds.tooSmall(number)) {
      add(
          value,
          path,
          "Member must have value greater than or equal to " + bounds.min().orElseThrow(),
          shape);
    }
  }

  private void add(
      @org.jspecify.annotations.Nullable Object value,
      String path,
      String constraint,
      Shape shape) {
    String shown = value == null ? "null" : shape.sensitive() ? "'***'" : "'" + value + "'";
    findings.add(
        "Value "
            + (value == null ? "null" : shown)
            + " at '"
            + path
            + "' failed to satisfy constraint: "
            + constraint);
  }

  private static String lower(String name) {
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
