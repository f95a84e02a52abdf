package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Random values of a shape, as a handler sees or gives them. No constraint of the model is kept
/// but required members: parsing does not look at the others.
final class ShapeValues {

  private static final int DEPTH = 4;
  private static final String TRICKY = " az09<>&\"'+%=/;,\\~é€\u00a0\n\r\t😀{}[]";
  private static final String PLAIN = "abcxyzABCXYZ0189-_.";

  private final RandomGenerator random;

  ShapeValues(RandomGenerator random) {
    this.random = random;
  }

  /// Members of a structure: the required ones, some of the others, at least one if it has any.
  Map<String, Object> members(Structure shape) {
    Map<String, Object> members = structure(shape, 0);
    return members == null ? new HashMap<>() : members;
  }

  private @Nullable Map<String, Object> structure(Structure shape, int depth) {
    List<Member> all = new ArrayList<>(shape.members().values());
    Map<String, Object> members = new HashMap<>();
    int chosen = random.nextInt(all.size() + 1);
    for (int i = 0; i < all.size(); i++) {
      Member member = all.get(i);
      boolean take = member.required() || i == chosen || random.nextInt(3) == 0;
      Object value = take ? member(member, depth) : null;
      if (value != null) {
        members.put(member.name(), value);
      }
    }
    return members.isEmpty() ? null : members;
  }

  private @Nullable Object member(Member member, int depth) {
    return switch (member.location()) {
      case BODY -> value(member.shape(), depth + 1);
      case STATUS -> (long) (200 + random.nextInt(99));
      case URI, QUERY, HEADER, HEADERS -> plain(member.shape(), member.location());
    };
  }

  private @Nullable Object value(Shape shape, int depth) {
    if (depth > DEPTH && !(shape instanceof Shape.Text || shape instanceof Shape.Whole)) {
      return null;
    }
    return switch (shape) {
      case Structure structure -> structure.eventStream() ? null : structure(structure, depth);
      case Shape.Sequence sequence -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          Object element = value(sequence.element().shape(), depth + 1);
          if (element != null) {
            list.add(element);
          }
        }
        yield list.isEmpty() ? null : list;
      }
      case Shape.Dictionary dictionary -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          Object value = value(dictionary.value().shape(), depth + 1);
          if (value != null) {
            map.put(text(TRICKY), value);
          }
        }
        yield map.isEmpty() ? null : map;
      }
      case Shape.Text _ -> text(TRICKY);
      case Shape.Bytes _ -> bytes();
      case Shape.Flag _ -> random.nextBoolean();
      case Shape.Whole _ -> whole();
      case Shape.Fraction _ -> fraction();
      case Shape.Moment moment when moment.format().equals(Optional.of("rfc822")) ->
          Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L));
      case Shape.Moment _ -> Instant.ofEpochMilli(random.nextLong(0, 4_000_000_000_000L));
      case Shape.Free _ -> Map.of(text(PLAIN), List.of(true, text(TRICKY), 1L));
    };
  }

  /// What fits into a path, a query or a header.
  private Object plain(Shape shape, Location location) {
    return switch (shape) {
      case Shape.Text _ -> text(location == Location.HEADER ? PLAIN : PLAIN + "é€ &=%+?#/");
      case Shape.Flag _ -> random.nextBoolean();
      case Shape.Whole _ -> whole();
      case Shape.Fraction _ -> fraction();
      case Shape.Moment _ -> Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L));
      case Shape.Sequence sequence ->
          List.of(
              plain(sequence.element().shape(), Location.HEADER),
              plain(sequence.element().shape(), Location.HEADER));
      case Shape.Dictionary _ -> Map.of("k" + random.nextInt(9), text(PLAIN));
      case Structure _, Shape.Bytes _, Shape.Free _ ->
          throw new IllegalArgumentException(shape + " in " + location);
    };
  }

  private Blob bytes() {
    byte[] bytes = new byte[1 + random.nextInt(40)];
    random.nextBytes(bytes);
    return Blob.of(bytes);
  }

  private long whole() {
    return random.nextBoolean() ? random.nextInt(-10, 300) : random.nextInt();
  }

  private double fraction() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(100);
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> -1e-9;
      default -> random.nextDouble(-1e6, 1e6);
    };
  }

  /// Never empty, and neither begins nor ends with white space, which some places drop.
  private String text(String alphabet) {
    int[] letters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder().append('a');
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.append('z').toString();
  }

  /// The same value with what has no equality of its own made comparable.
  static Object comparable(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<Object, Object> compared = new HashMap<>();
        map.forEach((name, part) -> compared.put(name, comparable(part)));
        yield compared;
      }
      case List<?> list -> list.stream().map(ShapeValues::comparable).toList();
      case Blob blob -> "0x" + HexFormat.of().formatHex(blob.bytes());
      case Number number -> number.doubleValue();
      default -> value;
    };
  }
}
