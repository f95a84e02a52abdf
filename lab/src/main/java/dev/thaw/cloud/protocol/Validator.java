package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Bounds;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks an input against its shape and says what is wrong in AWS's words.
final class Validator {

  static final String DETECTED = " detected: ";

  /// AWS's answers stop listing somewhere too.
  private static final int MOST = 10;

  private final List<String> errors = new ArrayList<>(0);

  private Validator() {}

  /// @throws ApiException a `ValidationException` that names every violation
  static void check(Structure shape, Map<String, Object> input) {
    Validator validator = new Validator();
    validator.structure(shape, input, "");
    int count = validator.errors.size();
    if (count > 0) {
      throw ApiException.validation(
          count
              + (count == 1 ? " validation error" : " validation errors")
              + DETECTED
              + String.join("; ", validator.errors));
    }
  }

  private void structure(Structure shape, Map<?, ?> value, String path) {
    for (Member member : shape.members().values()) {
      Object part = value.get(member.name());
      if (part != null) {
        value(member.shape(), part, join(path, lowerFirst(member.name())));
      } else if (member.required()) {
        String at = join(path, lowerFirst(member.name()));
        add("Value null at '" + at + "' failed to satisfy constraint: Member must not be null");
      }
    }
  }

  private void value(Shape shape, Object value, String path) {
    switch (shape) {
      case Structure structure -> structure(structure, (Map<?, ?>) value, path);
      case Shape.Sequence sequence -> {
        List<?> list = (List<?>) value;
        length(sequence, sequence.bounds(), list.size(), value, path);
        for (int i = 0; i < list.size(); i++) {
          value(sequence.element().shape(), list.get(i), path + "." + (i + 1) + ".member");
        }
      }
      case Shape.Dictionary dictionary -> dictionary(dictionary, (Map<?, ?>) value, path);
      case Shape.Text text -> {
        String broken = broken(text, (String) value);
        if (broken != null) {
          fail(text, value, path, broken);
        }
      }
      case Shape.Bytes bytes -> {
        double size = (double) ((Blob) value).size();
        if (bytes.bounds().tooSmall(size)) {
          fail(bytes, "blob", path, tooShort(bytes.bounds()));
        } else if (bytes.bounds().tooBig(size)) {
          fail(bytes, "blob", path, tooLong(bytes.bounds()));
        }
      }
      case Shape.Whole whole -> range(whole, whole.bounds(), (Number) value, path);
      case Shape.Fraction fraction -> range(fraction, fraction.bounds(), (Number) value, path);
      case Shape.Flag _, Shape.Moment _, Shape.Free _ -> {}
    }
  }

  private void dictionary(Shape.Dictionary dictionary, Map<?, ?> map, String path) {
    length(dictionary, dictionary.bounds(), map.size(), map, path);
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = (String) entry.getKey();
      if (dictionary.key().shape() instanceof Shape.Text text) {
        String broken = broken(text, key);
        if (broken != null) {
          fail(dictionary, text, map, path, "Map keys must satisfy constraint: [" + broken + "]");
          return;
        }
      }
      if (dictionary.value().shape() instanceof Shape.Text text) {
        String broken = broken(text, (String) entry.getValue());
        if (broken != null) {
          fail(dictionary, text, map, path, "Map value must satisfy constraint: [" + broken + "]");
          return;
        }
      } else {
        value(dictionary.value().shape(), entry.getValue(), path + "." + key + ".member");
      }
    }
  }

  /// The constraint that a text breaks, or null. A text of a wrong length never meets a pattern.
  private static @Nullable String broken(Shape.Text text, String value) {
    int length = value.codePointCount(0, value.length());
    if (text.bounds().tooSmall(length)) {
      return tooShort(text.bounds());
    }
    if (text.bounds().tooBig(length)) {
      return tooLong(text.bounds());
    }
    if (text.pattern().isPresent() && !matches(text.pattern().get(), value)) {
      return "Member must satisfy regular expression pattern: " + text.pattern().get();
    }
    if (!text.oneOf().isEmpty() && !text.oneOf().contains(value)) {
      return "Member must satisfy enum value set: [" + String.join(", ", text.oneOf()) + "]";
    }
    return null;
  }

  /// Java's matcher recurses on alternatives: a text too long for its stack does not match.
  private static boolean matches(Pattern pattern, String value) {
    try {
      return pattern.matcher(value).matches();
    } catch (StackOverflowError e) {
      return false;
    }
  }

  private void length(Shape shape, Bounds bounds, int size, Object value, String path) {
    if (bounds.tooSmall(size)) {
      fail(shape, value, path, tooShort(bounds));
    } else if (bounds.tooBig(size)) {
      fail(shape, value, path, tooLong(bounds));
    }
  }

  private void range(Shape shape, Bounds bounds, Number value, String path) {
    if (bounds.tooSmall(value.doubleValue())) {
      fail(
          shape,
          value,
          path,
          "Member must have value greater than or equal to " + bounds.min().orElseThrow());
    } else if (bounds.tooBig(value.doubleValue())) {
      fail(
          shape,
          value,
          path,
          "Member must have value less than or equal to " + bounds.max().orElseThrow());
    }
  }

  private static String tooShort(Bounds bounds) {
    return "Member must have length greater than or equal to " + bounds.min().orElseThrow();
  }

  private static String tooLong(Bounds bounds) {
    return "Member must have length less than or equal to " + bounds.max().orElseThrow();
  }

  private void fail(Shape shape, Object value, String path, String constraint) {
    fail(shape, shape, value, path, constraint);
  }

  private void fail(Shape shape, Shape part, Object value, String path, String constraint) {
    boolean hide = shape.sensitive() || part.sensitive();
    String shown = hide ? "Value" : "Value '" + shorten(String.valueOf(value)) + "'";
    add(shown + " at '" + path + "' failed to satisfy constraint: " + constraint);
  }

  private void add(String error) {
    if (errors.size() < MOST) {
      errors.add(error);
    }
  }

  /// A long value must not come back whole in the answer.
  private static String shorten(String value) {
    return value.length() <= 1024 ? value : value.substring(0, 1024) + "...";
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String lowerFirst(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
