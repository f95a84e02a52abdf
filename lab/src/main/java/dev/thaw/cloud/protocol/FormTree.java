package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Parameters of the query protocol as a tree of their dotted names, `Tags.member.1.Key`, read
/// along a shape.
final class FormTree {

  /// Deeper than any model goes.
  private static final int DEPTH = 64;

  /// Of a name in a message.
  private static final int SHOWN = 200;

  private final @Nullable FormTree parent;
  private final String name;
  private final Map<String, FormTree> children = new LinkedHashMap<>();
  private @Nullable String text;

  private FormTree(@Nullable FormTree parent, String name) {
    this.parent = parent;
    this.name = name;
  }

  static FormTree of(Query... queries) {
    FormTree root = new FormTree(null, "");
    for (Query query : queries) {
      query.forEach((name, values) -> root.put(name, values.getLast()));
    }
    return root;
  }

  private void put(String name, String value) {
    FormTree node = this;
    int from = 0;
    for (int depth = 0; from <= name.length(); depth++) {
      if (depth == DEPTH) {
        throw ApiException.serialization("parameter: over " + DEPTH + " parts in a name");
      }
      int dot = name.indexOf('.', from);
      int to = dot < 0 ? name.length() : dot;
      FormTree above = node;
      node =
          node.children.computeIfAbsent(name.substring(from, to), key -> new FormTree(above, key));
      from = to + 1;
    }
    node.text = value;
  }

  Map<String, Object> structure(Structure shape) {
    Map<String, Object> members = new HashMap<>();
    for (Member member : shape.members().values()) {
      FormTree child = children.get(member.wireName());
      if (child != null) {
        members.put(
            member.name(), child.value(member.shape(), member.format(), member.flattened()));
      }
    }
    return members;
  }

  private Object value(Shape shape, Optional<String> format, boolean flattened) {
    return switch (shape) {
      case Structure structure -> structure(structure);
      case Shape.Sequence sequence -> {
        List<Object> list = new ArrayList<>();
        for (FormTree item : items(flattened ? "" : sequence.element().wireName("member"))) {
          list.add(item.value(sequence.element().shape(), Optional.empty(), false));
        }
        yield list;
      }
      case Shape.Dictionary dictionary -> map(dictionary, items(flattened ? "" : "entry"));
      case Shape.Text _,
          Shape.Bytes _,
          Shape.Flag _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Moment _,
          Shape.Free _ ->
          Scalars.parse(shape, format, Timestamps.ISO_8601, path(), text(shape.name()));
    };
  }

  private static Map<String, Object> map(Shape.Dictionary shape, Iterable<FormTree> entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (FormTree entry : entries) {
      FormTree key = entry.child(shape.key().wireName("key"));
      FormTree value = entry.child(shape.value().wireName("value"));
      map.put(key.text("a key"), value.value(shape.value().shape(), Optional.empty(), false));
    }
    return map;
  }

  private FormTree child(String name) {
    FormTree child = children.get(name);
    if (child == null) {
      throw ApiException.serialization(path() + ": without " + name + " (expected: an entry)");
    }
    return child;
  }

  private String text(String what) {
    if (text == null) {
      throw ApiException.serialization(path() + ": no value (expected: " + what + ")");
    }
    return text;
  }

  /// Numbered children in their order; gaps are closed, as AWS does.
  ///
  /// @param under name between the list and its numbers, or empty
  private Iterable<FormTree> items(String under) {
    FormTree list = under.isEmpty() ? this : children.get(under);
    Map<Integer, FormTree> items = new TreeMap<>();
    if (list != null) {
      list.children.forEach((number, item) -> items.put(list.index(number), item));
    }
    return items.values();
  }

  private int index(String number) {
    try {
      int index = Integer.parseInt(number);
      if (index > 0) {
        return index;
      }
    } catch (NumberFormatException _) {
      // Said below
    }
    throw ApiException.serialization(
        shorten(path() + "." + number) + " (expected: a number from 1)");
  }

  private String path() {
    FormTree above = parent;
    return shorten(above == null || above.parent == null ? name : above.path() + "." + name);
  }

  private static String shorten(String path) {
    return path.length() <= SHOWN ? path : path.substring(0, SHOWN) + "...";
  }
}
