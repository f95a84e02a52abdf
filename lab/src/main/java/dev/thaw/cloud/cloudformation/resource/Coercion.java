package dev.thaw.cloud.cloudformation.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Brings values of templates, where everything may be a text, into the shapes of a model.
final class Coercion {

  private Coercion() {}

  /// @throws ResourceFailure if a member is unknown or of another kind
  static Map<String, Object> input(Shape.Structure shape, Map<String, Object> values) {
    Map<String, Object> input = new LinkedHashMap<>();
    values.forEach((name, value) -> {
      Shape.Member member = member(shape, name);
      input.put(member.name(), value(member.shape(), value, name));
    });
    return input;
  }

  /// Properties begin with a capital, and some services' members do not.
  private static Shape.Member member(Shape.Structure shape, String name) {
    Shape.Member member = shape.members().get(name);
    if (member == null && !name.isEmpty()) {
      member =
          shape.members().get(name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1));
    }
    if (member == null) {
      throw new ResourceFailure("Encountered unsupported property " + name);
    }
    return member;
  }

  private static Object value(Shape shape, Object value, String path) {
    return switch (shape) {
      case Shape.Structure structure -> input(structure, Resource.object(path, value));
      case Shape.Sequence sequence -> list(sequence, value, path);
      case Shape.Dictionary dictionary -> dictionary(dictionary, value, path);
      case Shape.Text _ -> text(value);
      case Shape.Bytes _ -> value instanceof Blob ? value : Blob.of(text(value).getBytes(UTF_8));
      case Shape.Flag _ -> flag(value, path);
      case Shape.Whole _ -> whole(value, path);
      case Shape.Fraction _ -> fraction(value, path);
      case Shape.Moment _, Shape.Free _ -> value;
    };
  }

  private static List<Object> list(Shape.Sequence sequence, Object value, String path) {
    if (!(value instanceof List<?> list)) {
      throw failure(path, "List");
    }
    List<Object> all = new ArrayList<>();
    list.forEach(part -> all.add(value(sequence.element().shape(), part, path)));
    return all;
  }

  private static Map<String, Object> dictionary(
      Shape.Dictionary dictionary, Object value, String path) {
    Map<String, Object> all = new LinkedHashMap<>();
    Resource.object(path, value)
        .forEach(
            (key, part) -> all.put(key, value(dictionary.value().shape(), part, path + "/" + key)));
    return all;
  }

  /// Documents, such as policies, travel as texts.
  static String text(Object value) {
    return value instanceof Map || value instanceof List
        ? new String(Json.write(value), UTF_8)
        : value.toString();
  }

  private static Boolean flag(Object value, String path) {
    String text = value.toString();
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return Boolean.parseBoolean(text);
    }
    throw failure(path, "Boolean");
  }

  private static Long whole(Object value, String path) {
    Long whole = parsed(value);
    if (whole == null) {
      throw failure(path, "Integer");
    }
    return whole;
  }

  private static @Nullable Long parsed(Object value) {
    if (value instanceof Double fraction && fraction == Math.rint(fraction)) {
      return fraction.longValue();
    }
    try {
      return Long.parseLong(value.toString());
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static Double fraction(Object value, String path) {
    try {
      return Double.parseDouble(value.toString());
    } catch (NumberFormatException _) {
      throw failure(path, "Double");
    }
  }

  private static ResourceFailure failure(String property, String type) {
    return new ResourceFailure("Value of property " + property + " must be of type " + type);
  }
}
