package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Member;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
      case Shape.Text _, Shape.Flag _, Shape.Whole _, Shape.Fraction _, Shape.Moment _ ->
          Scalars.parse(shape, member.format(), usual(member), member.wireName(), text);
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
        if (!rest.isEmpty()) {
          input.put(member.name(), rest);
        }
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
    if (member.shape() instanceof Shape.Sequence sequence) {
      List<String> parts = new ArrayList<>();
      for (Object part : (List<?>) value) {
        parts.add(Scalars.format(sequence.element().shape(), member.format(), usual(member), part));
      }
      return String.join(",", parts);
    }
    return Scalars.format(member.shape(), member.format(), usual(member), value);
  }

  private static Timestamps usual(Member member) {
    return member.location() == Shape.Location.HEADER ? Timestamps.HTTP_DATE : Timestamps.ISO_8601;
  }
}
