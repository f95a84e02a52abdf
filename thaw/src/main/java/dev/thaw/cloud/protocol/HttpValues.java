package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Member;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Values that travel in a path, a query or a header.
final class HttpValues {

  private HttpValues() {}

  static Object parse(Member member, String text) {
    return parse(member.shape(), member, text);
  }

  private static Object parse(Shape shape, Member member, String text) {
    return switch (shape) {
      case Shape.Text _ -> text;
      case Shape.Flag _ -> flag(member, text);
      case Shape.Whole _ -> whole(member, text);
      case Shape.Fraction _ -> fraction(member, text);
      case Shape.Moment moment ->
          member
              .format()
              .or(moment::format)
              .map(Timestamps::named)
              .orElse(
                  member.location() == Shape.Location.HEADER
                      ? Timestamps.HTTP_DATE
                      : Timestamps.ISO_8601)
              .parse(text);
      case Shape.Sequence sequence -> {
        List<Object> list = new ArrayList<>();
        for (String part : text.split(",", -1)) {
          list.add(parse(sequence.element().shape(), member, part.trim()));
        }
        yield list;
      }
      case Shape.Bytes _ -> Blob.of(text.getBytes(StandardCharsets.ISO_8859_1));
      case Shape.Structure _, Shape.Dictionary _, Shape.Free _ ->
          throw new ModelException(
              member.name()
                  + ": "
                  + shape
                  + " (expected: a simple shape in "
                  + member.location()
                  + ")");
    };
  }

  static void query(Member member, Query query, Map<String, Object> input) {
    switch (member.shape()) {
      case Shape.Sequence sequence -> {
        List<Object> list = new ArrayList<>();
        for (String text : query.all(member.wireName())) {
          list.add(parse(sequence.element().shape(), member, text));
        }
        if (!list.isEmpty()) {
          input.put(member.name(), list);
        }
      }
      case Shape.Dictionary _ -> {
        Map<String, Object> rest = new LinkedHashMap<>();
        query.forEach((name, values) -> rest.put(name, values.getFirst()));
        input.put(member.name(), rest);
      }
      case Shape.Structure _,
          Shape.Text _,
          Shape.Bytes _,
          Shape.Flag _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Moment _,
          Shape.Free _ ->
          query
              .first(member.wireName())
              .ifPresent(text -> input.put(member.name(), parse(member, text)));
    }
  }

  static void headers(Member member, RequestHead head, Map<String, Object> input) {
    String prefix = member.wireName().toLowerCase(Locale.ROOT);
    Map<String, Object> found = new LinkedHashMap<>();
    head.headers()
        .forEach((name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(prefix)) {
            found.put(lower.substring(prefix.length()), value);
          }
        });
    if (!found.isEmpty()) {
      input.put(member.name(), found);
    }
  }

  static String format(Member member, Object value) {
    return switch (value) {
      case Instant moment ->
          member.format().map(Timestamps::named).orElse(Timestamps.HTTP_DATE).format(moment);
      case Blob blob -> Base64.getEncoder().encodeToString(blob.bytes());
      case List<?> list -> String.join(",", list.stream().map(String::valueOf).toList());
      default -> value.toString();
    };
  }

  private static Object flag(Member member, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw mismatch(member, text, "a Boolean");
    };
  }

  private static Object whole(Member member, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw mismatch(member, text, "an Integer");
    }
  }

  private static Object fraction(Member member, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw mismatch(member, text, "a Double");
    }
  }

  private static ApiException mismatch(Member member, String text, String what) {
    return ApiException.serialization(
        member.wireName() + ": '" + text + "' can not be converted to " + what);
  }
}
