package dev.thaw.measure.result;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Reads what [MeasureJson] wrote. Unknown keys are passed over; a known one that is missing or of
/// another type is an error that names it.
final class MeasureJsonReader {

  MeasureResult result(JsonNode tree) {
    At root = new At("", tree);
    int schema = root.integer("schema");
    if (schema != MeasureResult.SCHEMA) {
      throw new MeasureJsonException(
          "schema: " + schema + " (expected: " + MeasureResult.SCHEMA + ")");
    }
    At runtime = root.object("runtime");
    At isolation = root.object("isolation");
    try {
      return new MeasureResult(
          root.text("thaw"),
          Instant.parse(root.text("started")),
          root.text("target"),
          reached(root),
          root.text("handler"),
          new RuntimeUsed(
              runtime.text("name"), runtime.optionalText("path"), runtime.optionalText("version")),
          new Isolation(
              isolation.text("kind"),
              isolation.list(
                  "limits",
                  limit ->
                      new Isolation.Limit(
                          limit.text("name"), limit.flag("enforced"), limit.text("how")))),
          root.list("variants", this::variant),
          machine(root.object("machine")),
          root.whole("seed"),
          root.text("order"),
          root.texts("spoilt"));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new MeasureJsonException(String.valueOf(e.getMessage()), e);
    }
  }

  /// Documents of before there was the key lack it.
  private static Optional<Reached> reached(At root) {
    if (root.isNull("reached") || root.node().path("reached").isMissingNode()) {
      return Optional.empty();
    }
    At at = root.object("reached");
    return Optional.of(
        new Reached(
            at.text("method"),
            at.text("url"),
            at.text("address"),
            at.integer("port"),
            at.text("source"),
            at.optionalText("tls")));
  }

  private Variant variant(At at) {
    At packaged = at.object("package");
    return new Variant(
        at.integer("memory_mb"),
        new PackageSize(
            packaged.whole("bytes"),
            packaged.isNull("unzipped_bytes")
                ? OptionalLong.empty()
                : OptionalLong.of(packaged.whole("unzipped_bytes")),
            packaged.list(
                "dependencies",
                one -> new PackageSize.Dependency(one.text("name"), one.whole("bytes")))),
        cold(at.object("cold")),
        warm(at.object("warm")),
        new MemoryUse(
            at.object("memory").isNull("max_used_mb")
                ? OptionalInt.empty()
                : OptionalInt.of(at.object("memory").integer("max_used_mb"))));
  }

  private ColdStarts cold(At at) {
    return new ColdStarts(
        distribution(at),
        phases(at),
        at.isNull("init_duration")
            ? Optional.empty()
            : Optional.of(distribution(at.object("init_duration"))),
        discarded(at),
        typical(at));
  }

  private WarmCalls warm(At at) {
    return new WarmCalls(
        distribution(at),
        distribution(at.object("first_call")),
        at.integer("warmup"),
        at.integer("concurrency"),
        phases(at),
        discarded(at),
        typical(at));
  }

  private static Distribution distribution(At at) {
    return new Distribution(
        at.numbers("samples"),
        estimate(at, "p50_ms", "ci95_ms"),
        estimate(at, "p90_ms", "p90_ci95_ms"),
        estimate(at, "p99_ms", "p99_ci95_ms"));
  }

  private static Optional<Estimate> estimate(At at, String key, String intervalKey) {
    if (at.isNull(key)) {
      return Optional.empty();
    }
    if (at.isNull(intervalKey)) {
      return Optional.of(Estimate.bare(at.number(key)));
    }
    List<Double> ends = at.numbers(intervalKey);
    if (ends.size() != 2) {
      throw new MeasureJsonException(
          at.path(intervalKey) + ": " + ends.size() + " numbers (expected: 2)");
    }
    return Optional.of(Estimate.of(at.number(key), ends.getFirst(), ends.getLast()));
  }

  private static List<PhaseCost> phases(At at) {
    List<PhaseCost> phases = new ArrayList<>();
    At object = at.object("phases");
    for (Map.Entry<String, JsonNode> entry : object.node().properties()) {
      At phase = object.object(entry.getKey());
      phases.add(
          new PhaseCost(
              entry.getKey(),
              OriginName.parse(phase.path("origin"), phase.text("origin")),
              distribution(phase)));
    }
    return phases;
  }

  private static List<Discarded> discarded(At at) {
    return at.list("discarded", one -> new Discarded(one.number("ms"), one.text("reason")));
  }

  private static Optional<Waterfall> typical(At at) {
    if (at.isNull("typical")) {
      return Optional.empty();
    }
    At typical = at.object("typical");
    return Optional.of(
        new Waterfall(
            typical.text("request_id"),
            typical.number("total_ms"),
            typical.list(
                "phases",
                bar ->
                    new Waterfall.Bar(
                        bar.text("name"),
                        bar.integer("depth"),
                        OriginName.parse(bar.path("origin"), bar.text("origin")),
                        bar.number("start_ms"),
                        bar.number("duration_ms")))));
  }

  private static MachineRecord machine(At at) {
    return new MachineRecord(
        at.text("cpu"),
        at.integer("cores"),
        at.whole("memory_mb"),
        at.text("kernel"),
        at.text("java"),
        at.optionalText("governor"),
        reading(at.object("before")),
        reading(at.object("after")));
  }

  private static MachineRecord.Reading reading(At at) {
    return new MachineRecord.Reading(
        at.isNull("load1") ? OptionalDouble.empty() : OptionalDouble.of(at.number("load1")),
        at.isNull("steal_percent")
            ? OptionalDouble.empty()
            : OptionalDouble.of(at.number("steal_percent")),
        at.number("overshoot_p50_us"),
        at.number("overshoot_p99_us"));
  }

  private interface Read<T> {
    T from(At at);
  }

  /// A place in the document, which knows its path for the sake of errors.
  private record At(String where, JsonNode node) {

    String path(String key) {
      return where.isEmpty() ? key : where + "." + key;
    }

    boolean isNull(String key) {
      return node.path(key).isNull();
    }

    At object(String key) {
      return new At(path(key), checked(key, "an object", JsonNode::isObject));
    }

    String text(String key) {
      return checked(key, "a string", JsonNode::isString).stringValue();
    }

    Optional<String> optionalText(String key) {
      return isNull(key) ? Optional.empty() : Optional.of(text(key));
    }

    boolean flag(String key) {
      return checked(key, "true or false", JsonNode::isBoolean).booleanValue();
    }

    double number(String key) {
      return checked(key, "a number", JsonNode::isNumber).doubleValue();
    }

    int integer(String key) {
      return checked(key, "a whole number", JsonNode::canConvertToInt).intValue();
    }

    long whole(String key) {
      return checked(key, "a whole number", JsonNode::canConvertToLong).longValue();
    }

    List<Double> numbers(String key) {
      return elements(
          key,
          (path, element) -> {
            if (!element.isNumber()) {
              throw new MeasureJsonException(path + ": " + element + " (expected: a number)");
            }
            return element.doubleValue();
          });
    }

    List<String> texts(String key) {
      return elements(
          key,
          (path, element) -> {
            if (!element.isString()) {
              throw new MeasureJsonException(path + ": " + element + " (expected: a string)");
            }
            return element.stringValue();
          });
    }

    <T> List<T> list(String key, Read<T> read) {
      return elements(key, (path, element) -> read.from(new At(path, element)));
    }

    private <T> List<T> elements(String key, BiFunction<String, JsonNode, T> read) {
      JsonNode array = checked(key, "an array", JsonNode::isArray);
      List<T> all = new ArrayList<>(array.size());
      for (JsonNode element : array) {
        all.add(read.apply(path(key) + "[" + all.size() + "]", element));
      }
      return all;
    }

    private JsonNode checked(String key, String expected, Predicate<JsonNode> fits) {
      JsonNode value = node.path(key);
      if (!fits.test(value)) {
        String seen = value.isMissingNode() ? "missing" : value.toString();
        throw new MeasureJsonException(
            path(key)
                + ": "
                + (seen.length() > 60 ? seen.substring(0, 60) + "…" : seen)
                + " (expected: "
                + expected
                + ")");
      }
      return value;
    }
  }
}
