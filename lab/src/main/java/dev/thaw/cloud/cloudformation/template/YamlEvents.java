package dev.thaw.cloud.cloudformation.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Builds values from YAML's events: so no alias is ever followed, and the tags of the short forms
/// become the functions that they stand for.
final class YamlEvents {

  /// As deep as JSON may be.
  private static final int DEPTH = 100;

  private static final Set<String> FUNCTIONS =
      Set.of(
          "And",
          "Base64",
          "Cidr",
          "Equals",
          "FindInMap",
          "GetAZs",
          "If",
          "ImportValue",
          "Join",
          "Not",
          "Or",
          "Select",
          "Split",
          "Sub",
          "ToJsonString",
          "Length",
          "Transform");

  private final Iterator<Event> events;
  private int depth;

  private YamlEvents(Iterator<Event> events) {
    this.events = events;
  }

  static @Nullable Object read(String body) {
    LoadSettings settings = LoadSettings.builder().setLabel("template").build();
    try {
      YamlEvents reader = new YamlEvents(new Parse(settings).parseString(body).iterator());
      return reader.document();
    } catch (MarkedYamlEngineException e) {
      throw TemplateException.format(
          "YAML not well-formed."
              + e.getProblemMark()
                  .map(mark ->
                      " (line %d, column %d)".formatted(mark.getLine() + 1, mark.getColumn() + 1))
                  .orElse(""));
    } catch (YamlEngineException e) {
      throw TemplateException.format("YAML not well-formed. (" + e.getMessage() + ")");
    }
  }

  private @Nullable Object document() {
    Event event = events.next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart
        || event.getEventId() == Event.ID.Comment) {
      event = events.next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      return null;
    }
    Object value = value(event);
    while (events.hasNext()) {
      if (events.next().getEventId() == Event.ID.DocumentStart) {
        throw TemplateException.format("YAML not well-formed. (a second document)");
      }
    }
    return value;
  }

  private @Nullable Object value(Event event) {
    if (++depth > DEPTH) {
      throw TemplateException.format("nesting deeper than " + DEPTH + " levels");
    }
    try {
      return switch (event) {
        case ScalarEvent scalar ->
            tagged(scalar.getTag(), scalar.isPlain() ? plain(scalar) : scalar.getValue());
        case SequenceStartEvent start -> tagged(start.getTag(), sequence());
        case MappingStartEvent start -> tagged(start.getTag(), mapping());
        case AliasEvent _ ->
            throw TemplateException.error(
                "YAML aliases are not allowed in CloudFormation templates");
        default -> throw TemplateException.format("YAML not well-formed. (" + event + ")");
      };
    } finally {
      depth--;
    }
  }

  private List<@Nullable Object> sequence() {
    List<@Nullable Object> list = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      list.add(value(event));
      event = events.next();
    }
    return list;
  }

  private Map<String, @Nullable Object> mapping() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      if (!(event instanceof ScalarEvent key)) {
        throw TemplateException.format("YAML not well-formed. (a key that is no text)");
      }
      if (map.containsKey(key.getValue())) {
        throw TemplateException.format(
            "YAML not well-formed. (the key %s stands there twice)".formatted(key.getValue()));
      }
      map.put(key.getValue(), value(events.next()));
      event = events.next();
    }
    return map;
  }

  /// Only what reads back as it is written becomes a number: a version `3.10` stays a text.
  private static @Nullable Object plain(ScalarEvent scalar) {
    String text = scalar.getValue();
    if (scalar.getTag().isPresent() && !scalar.getTag().get().startsWith("tag:")) {
      return text;
    }
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> number(text);
    };
  }

  private static Object number(String text) {
    char first = text.charAt(0);
    if (text.length() > 18 || !(first == '-' || (first >= '0' && first <= '9'))) {
      return text;
    }
    try {
      long whole = Long.parseLong(text);
      return Long.toString(whole).equals(text) ? (Object) whole : text;
    } catch (NumberFormatException _) {
      return fraction(text);
    }
  }

  private static Object fraction(String text) {
    try {
      double fraction = Double.parseDouble(text);
      return Double.toString(fraction).equals(text) ? (Object) fraction : text;
    } catch (NumberFormatException _) {
      return text;
    }
  }

  private static @Nullable Object tagged(Optional<String> tag, @Nullable Object value) {
    if (tag.isEmpty() || tag.get().startsWith("tag:yaml.org,2002:") || tag.get().equals("!")) {
      return value;
    }
    String name = tag.get().substring(1);
    if (name.equals("Ref") || name.equals("Condition")) {
      return single(name, value);
    }
    if (name.equals("GetAtt")) {
      return single("Fn::GetAtt", value instanceof String text ? attribute(text) : value);
    }
    if (!FUNCTIONS.contains(name)) {
      throw TemplateException.error(
          "Encountered unsupported tag: !" + name + " (expected: Ref, GetAtt, Sub, Join...)");
    }
    return single("Fn::" + name, value);
  }

  private static Map<String, @Nullable Object> single(String name, @Nullable Object value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(name, value);
    return map;
  }

  private static Object attribute(String text) {
    int dot = text.indexOf('.');
    return dot < 0 ? text : List.of(text.substring(0, dot), text.substring(dot + 1));
  }
}
