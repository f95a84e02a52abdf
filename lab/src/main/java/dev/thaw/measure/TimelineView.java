package dev.thaw.measure;

import dev.thaw.timeline.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A timeline as `/_thaw/timelines/` shows it, to a stranger. Times in microseconds since the
/// epoch, by the clock of the thaw that was measured.
///
/// @param attributes as text
/// @param environment the one that the request ran in; empty for other timelines and requests that
///   ran nowhere
record TimelineView(
    String id,
    long startedUs,
    boolean sealed,
    Map<String, String> attributes,
    List<Span> phases,
    Optional<String> environment) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// @param parent id of the phase that this one is within; empty for one of the whole
  /// @param endUs empty for a phase that was still open
  record Span(
      int id,
      Optional<Integer> parent,
      String name,
      Origin origin,
      long startUs,
      OptionalLong endUs) {

    /// The same phase by another clock.
    Span shifted(long us) {
      OptionalLong end = endUs.isPresent() ? OptionalLong.of(endUs.getAsLong() + us) : endUs;
      return new Span(id, parent, name, origin, startUs + us, end);
    }

    /// The part of it between two moments.
    Span clipped(long fromUs, long toUs) {
      return new Span(id, parent, name, origin, fromUs, OptionalLong.of(toUs));
    }

    /// 0 for an open phase.
    double ms() {
      return endUs.isPresent() ? (endUs.getAsLong() - startUs) / 1e3 : 0;
    }
  }

  TimelineView {
    attributes = Map.copyOf(attributes);
    phases = List.copyOf(phases);
  }

  /// Empty if the text is not a timeline.
  static Optional<TimelineView> parse(byte[] body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    if (!json.path("id").isString() || !json.path("phases").isArray()) {
      return Optional.empty();
    }
    Map<String, String> attributes = new TreeMap<>();
    json.path("attributes")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asString("")));
    List<Span> phases = new ArrayList<>();
    json.path("phases").forEach(phase -> phases.add(span(phase)));
    Optional<String> environment =
        json.path("links")
            .valueStream()
            .filter(link -> link.path("relation").asString("").equals("ran-in"))
            .map(link -> link.path("id").asString(""))
            .reduce((first, last) -> last);
    return Optional.of(
        new TimelineView(
            json.path("id").asString(),
            json.path("started_us").asLong(0),
            json.path("sealed").asBoolean(false),
            attributes,
            phases,
            environment));
  }

  private static Span span(JsonNode json) {
    JsonNode parent = json.path("parent");
    JsonNode end = json.path("end_us");
    return new Span(
        json.path("id").asInt(0),
        parent.isNumber() ? Optional.of(parent.asInt()) : Optional.empty(),
        json.path("name").asString(""),
        json.path("origin").asString("").equals("emulated") ? Origin.EMULATED : Origin.MEASURED,
        json.path("start_us").asLong(0),
        end.isNumber() ? OptionalLong.of(end.asLong()) : OptionalLong.empty());
  }

  Optional<String> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /// An attribute that is a whole number; empty if there is none, or it is none.
  OptionalLong number(String name) {
    String text = attributes.getOrDefault(name, "");
    return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  /// All phases of a name.
  List<Span> named(String name) {
    return phases.stream().filter(phase -> phase.name().equals(name)).toList();
  }

  /// When the last phase ended.
  long endUs() {
    return phases.stream()
        .mapToLong(span -> span.endUs().orElse(span.startUs()))
        .max()
        .orElse(startedUs);
  }

  /// The same record by another clock.
  TimelineView shifted(long us) {
    List<Span> moved = phases.stream().map(span -> span.shifted(us)).toList();
    return new TimelineView(id, startedUs + us, sealed, attributes, moved, environment);
  }

  /// How deep a phase lies: 0 for one of the whole.
  int depth(Span span) {
    int depth = 0;
    Optional<Integer> parent = span.parent();
    while (parent.isPresent() && depth < phases.size()) {
      int id = parent.get();
      depth++;
      parent = phases.stream().filter(p -> p.id() == id).findFirst().flatMap(Span::parent);
    }
    return depth;
  }
}
