package dev.thaw.cloud.cloudformation.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The intrinsic functions that need nothing but their arguments.
final class Functions {

  private Functions() {}

  /// @param argument with all functions in it already done
  static Object pure(String name, Object argument) {
    return switch (name) {
      case "Fn::Base64" -> Base64.getEncoder().encodeToString(text(name, argument).getBytes(UTF_8));
      case "Fn::Join" -> join(arguments(name, argument, 2));
      case "Fn::Split" -> split(arguments(name, argument, 2));
      case "Fn::Select" -> select(arguments(name, argument, 2));
      case "Fn::Cidr" -> cidr(argument);
      default -> throw TemplateException.error("Encountered unsupported function: " + name);
    };
  }

  static List<?> arguments(String name, Object argument, int count) {
    if (argument instanceof List<?> list && list.size() == count) {
      return list;
    }
    throw TemplateException.error(
        "%s requires a list argument with %d elements".formatted(name, count));
  }

  /// What `Fn::And` and `Fn::Or` take.
  static List<?> several(String name, Object argument) {
    if (argument instanceof List<?> list && list.size() >= 2 && list.size() <= 10) {
      return list;
    }
    throw TemplateException.error(
        name + " requires a list argument with at least 2 and at most 10 elements");
  }

  private static String text(String name, @Nullable Object value) {
    if (value == null || value instanceof Map || value instanceof List) {
      throw TemplateException.error("every " + name + " argument must be a string");
    }
    return value.toString();
  }

  private static String join(List<?> parts) {
    String delimiter = text("Fn::Join", parts.getFirst());
    if (!(parts.getLast() instanceof List<?> list)) {
      throw TemplateException.error(
          "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of"
              + " strings to be joined or a function that returns a list of strings");
    }
    List<String> texts = new ArrayList<>();
    list.forEach(value -> texts.add(text("Fn::Join", value)));
    return String.join(delimiter, texts);
  }

  private static List<String> split(List<?> parts) {
    String delimiter = text("Fn::Split", parts.getFirst());
    if (delimiter.isEmpty()) {
      throw TemplateException.error("every Fn::Split object requires a delimiter");
    }
    return List.of(text("Fn::Split", parts.getLast()).split(Pattern.quote(delimiter), -1));
  }

  private static Object select(List<?> parts) {
    int index = whole("Fn::Select", parts.getFirst());
    if (!(parts.getLast() instanceof List<?> list)) {
      throw TemplateException.error(
          "Fn::Select requires a list argument with two elements: an integer index and a list");
    }
    if (index < 0 || index >= list.size()) {
      throw TemplateException.error("Fn::Select cannot select nonexistent value at index " + index);
    }
    return list.get(index);
  }

  private static int whole(String name, Object value) {
    try {
      return Integer.parseInt(value.toString());
    } catch (NumberFormatException _) {
      throw TemplateException.error(name + " requires an integer, not " + value);
    }
  }

  static Object findInMap(Map<String, Object> mappings, List<?> keys) {
    if (keys.size() != 3) {
      throw TemplateException.error(
          "Fn::FindInMap requires three arguments: a map name and two keys");
    }
    String shown = String.join("::", keys.stream().map(key -> text("Fn::FindInMap", key)).toList());
    Object found = mappings;
    for (Object key : keys) {
      found = found instanceof Map<?, ?> map ? map.get(key.toString()) : null;
    }
    if (found == null) {
      throw TemplateException.error("Unable to get mapping for " + shown);
    }
    return found;
  }

  /// thaw's regions have three zones each.
  static List<String> zones(String region) {
    return List.of(region + "a", region + "b", region + "c");
  }

  private static List<String> cidr(Object argument) {
    if (!(argument instanceof List<?> list) || list.size() < 2 || list.size() > 3) {
      throw TemplateException.error(
          "Fn::Cidr requires an ipBlock, a count and, if wished, the bits of a host");
    }
    String block = text("Fn::Cidr", list.get(0));
    int count = whole("Fn::Cidr", list.get(1));
    int hostBits = list.size() == 3 ? whole("Fn::Cidr", list.get(2)) : 8;
    String[] parts = block.split("[./]", -1);
    if (parts.length != 5 || count < 1 || count > 256 || hostBits < 1 || hostBits > 32) {
      throw TemplateException.error("Fn::Cidr cannot cut " + list + " (expected: IPv4, 1 to 256)");
    }
    long address = 0;
    for (int i = 0; i < 4; i++) {
      address = (address << 8) + (whole("Fn::Cidr", parts[i]) & 0xff);
    }
    int prefix = whole("Fn::Cidr", parts[4]);
    long room = 1L << Math.max(0, 32 - prefix);
    if (prefix < 0 || prefix > 32 || (count * (1L << hostBits)) > room) {
      throw TemplateException.error(
          "Fn::Cidr: " + block + " is too small for " + count + " blocks");
    }
    long first = address & ~(room - 1);
    List<String> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      blocks.add(dotted(first + ((long) i << hostBits)) + "/" + (32 - hostBits));
    }
    return blocks;
  }

  private static String dotted(long address) {
    return "%d.%d.%d.%d"
        .formatted(
            (address >> 24) & 0xff, (address >> 16) & 0xff, (address >> 8) & 0xff, address & 0xff);
  }
}
