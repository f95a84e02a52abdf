package dev.thaw.cloud.logs.pattern;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `[ip, user, ..., status = 4*, bytes > 1000]`: messages of fields between spaces. Without `...` a
/// message has exactly as many.
record Fields(List<Slot> slots) implements FilterPattern {

  sealed interface Slot {

    /// One field.
    ///
    /// @param condition null if any will do
    record One(String name, @Nullable Condition condition) implements Slot {
      boolean takes(String field) {
        return condition == null || condition.holds(field);
      }
    }

    /// `...`: any number of fields.
    record Rest() implements Slot {}
  }

  static Fields parse(PatternText text) {
    text.expect("[");
    List<Slot> slots = new ArrayList<>();
    do {
      text.skipSpace();
      slots.add(slot(text));
      text.skipSpace();
    } while (text.take(","));
    text.expect("]");
    return new Fields(List.copyOf(slots));
  }

  private static Slot slot(PatternText text) {
    if (text.take("...")) {
      return new Slot.Rest();
    }
    if (text.peek() == ',' || text.peek() == ']') {
      return new Slot.One("", null);
    }
    if (text.peek() == '(') {
      return conditional(new ConditionParser(text, Fields::field, ",])&|").any());
    }
    PatternText ahead = text.copy();
    Operand.Field field = field(ahead);
    ahead.skipSpace();
    if (ahead.peek() == ',' || ahead.peek() == ']') {
      field(text);
      return new Slot.One(field.field(), null);
    }
    return conditional(new ConditionParser(text, Fields::field, ",])&|").any());
  }

  private static Operand.Field field(PatternText text) {
    text.skipSpace();
    String name = text.word("=!<>,[]()&|\"%");
    if (name.isEmpty()) {
      throw text.unexpected("the name of a field");
    }
    return new Operand.Field(name);
  }

  private static Slot conditional(Condition condition) {
    List<String> names = new ArrayList<>();
    condition.operands(operand -> names.add(operand.name()));
    if (names.stream().distinct().count() > 1) {
      throw new InvalidPattern(
          "Invalid filter pattern: conditions of " + names + " in one field (expected: of one)");
    }
    return new Slot.One(names.getFirst().substring(1), condition);
  }

  @Override
  public Optional<Map<String, String>> match(String message) {
    List<String> fields = FieldSplit.of(message);
    int[] places = place(fields);
    if (places.length == 0) {
      return Optional.empty();
    }
    Map<String, String> extracted = new LinkedHashMap<>();
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i) instanceof Slot.One(String name, Condition _)) {
        extracted.put("$" + (name.isEmpty() ? i + 1 : name), fields.get(places[i]));
      }
    }
    return Optional.of(extracted);
  }

  /// Which field each slot takes, empty if they do not fit. A slot is tried at a place at most once
  /// between two steps back, and only the last `...` is ever stepped back to: as in [Glob].
  private int[] place(List<String> fields) {
    int[] places = new int[slots.size()];
    int slot = 0;
    int field = 0;
    int rest = -1;
    int mark = 0;
    while (field < fields.size() || slot < slots.size()) {
      Slot next = slot < slots.size() ? slots.get(slot) : null;
      if (next instanceof Slot.Rest) {
        rest = slot++;
        mark = field;
      } else if (next instanceof Slot.One one
          && field < fields.size()
          && one.takes(fields.get(field))) {
        places[slot++] = field++;
      } else if (rest >= 0 && mark < fields.size()) {
        slot = rest + 1;
        field = ++mark;
      } else {
        return new int[0];
      }
    }
    return places;
  }
}
