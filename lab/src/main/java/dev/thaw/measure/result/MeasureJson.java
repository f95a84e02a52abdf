package dev.thaw.measure.result;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON form of a [MeasureResult]. What cannot be told is `null`, never left out, so that the
/// shape of the document is the same for every run.
public final class MeasureJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private MeasureJson() {}

  /// The document as text, indented, ending in a line feed.
  public static String write(MeasureResult result) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(result)) + "\n";
  }

  /// Reads a document back.
  ///
  /// @throws MeasureJsonException when it is no JSON, of another schema, or incomplete
  public static MeasureResult read(String json) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw new MeasureJsonException("not JSON: " + e.getOriginalMessage(), e);
    }
    return new MeasureJsonReader().result(tree);
  }

  /// The document as a tree: the first variant's keys at the top, and all variants in `variants`.
  public static ObjectNode tree(MeasureResult result) {
    ObjectNode root = NODES.objectNode();
    root.put("schema", MeasureResult.SCHEMA);
    root.put("thaw", result.thawVersion());
    root.put("started", result.started().toString());
    root.put("target", result.target());
    root.set(
        "reached", result.reached().<JsonNode>map(MeasureJson::reached).orElse(NODES.nullNode()));
    root.put("handler", result.handler());
    ObjectNode runtime = root.putObject("runtime");
    runtime.put("name", result.runtime().name());
    runtime.put("path", result.runtime().path().orElse(null));
    runtime.put("version", result.runtime().version().orElse(null));
    ObjectNode isolation = root.putObject("isolation");
    isolation.put("kind", result.isolation().kind());
    ArrayNode limits = isolation.putArray("limits");
    for (Isolation.Limit limit : result.isolation().limits()) {
      limits
          .addObject()
          .put("name", limit.name())
          .put("enforced", limit.enforced())
          .put("how", limit.how());
    }
    root.put("seed", result.seed());
    root.put("order", result.order());
    ArrayNode spoilt = root.putArray("spoilt");
    result.spoilt().forEach(spoilt::add);
    root.set("machine", machine(result.machine()));
    root.setAll(variant(result.variants().getFirst()));
    ArrayNode variants = root.putArray("variants");
    result.variants().forEach(v -> variants.add(variant(v)));
    return root;
  }

  private static ObjectNode reached(Reached reached) {
    ObjectNode node = NODES.objectNode();
    node.put("method", reached.method());
    node.put("url", reached.url());
    node.put("address", reached.address());
    node.put("port", reached.port());
    node.put("source", reached.source());
    node.put("tls", reached.tls().orElse(null));
    return node;
  }

  /// The shape that every set of samples has, in `cold` and `warm` as in each of their phases.
  public static ObjectNode distribution(Distribution distribution) {
    ObjectNode node = NODES.objectNode();
    node.put("n", distribution.samples().size());
    estimate(node, "p50_ms", "ci95_ms", distribution.p50());
    estimate(node, "p90_ms", "p90_ci95_ms", distribution.p90());
    estimate(node, "p99_ms", "p99_ci95_ms", distribution.p99());
    ArrayNode samples = node.putArray("samples");
    distribution.samples().forEach(sample -> samples.add(rounded(sample)));
    return node;
  }

  /// The key `machine`, here as in the JSON of other commands.
  public static ObjectNode machine(MachineRecord machine) {
    ObjectNode node = NODES.objectNode();
    node.put("cpu", machine.cpu());
    node.put("cores", machine.cores());
    node.put("memory_mb", machine.memoryMb());
    node.put("kernel", machine.kernel());
    node.put("java", machine.java());
    node.put("governor", machine.governor().orElse(null));
    node.set("before", reading(machine.before()));
    node.set("after", reading(machine.after()));
    return node;
  }

  private static ObjectNode reading(MachineRecord.Reading reading) {
    ObjectNode node = NODES.objectNode();
    number(node, "load1", reading.load1());
    number(node, "steal_percent", reading.stealPercent());
    node.put("overshoot_p50_us", rounded(reading.overshootP50Us()));
    node.put("overshoot_p99_us", rounded(reading.overshootP99Us()));
    return node;
  }

  private static ObjectNode variant(Variant variant) {
    ObjectNode node = NODES.objectNode();
    node.put("memory_mb", variant.memoryMb());
    ObjectNode packaged = node.putObject("package");
    packaged.put("bytes", variant.packaged().bytes());
    if (variant.packaged().unzippedBytes().isPresent()) {
      packaged.put("unzipped_bytes", variant.packaged().unzippedBytes().getAsLong());
    } else {
      packaged.putNull("unzipped_bytes");
    }
    ArrayNode dependencies = packaged.putArray("dependencies");
    for (PackageSize.Dependency dependency : variant.packaged().dependencies()) {
      dependencies.addObject().put("name", dependency.name()).put("bytes", dependency.bytes());
    }
    node.set("cold", cold(variant.cold()));
    node.set("warm", warm(variant.warm()));
    ObjectNode memory = node.putObject("memory");
    if (variant.memory().maxUsedMb().isPresent()) {
      memory.put("max_used_mb", variant.memory().maxUsedMb().getAsInt());
    } else {
      memory.putNull("max_used_mb");
    }
    return node;
  }

  private static ObjectNode cold(ColdStarts cold) {
    ObjectNode node = distribution(cold.latency());
    phases(node, cold.phases());
    if (cold.initDuration().isPresent()) {
      node.set("init_duration", distribution(cold.initDuration().get()));
    } else {
      node.putNull("init_duration");
    }
    discarded(node, cold.discarded());
    typical(node, cold.typical());
    return node;
  }

  private static ObjectNode warm(WarmCalls warm) {
    ObjectNode node = distribution(warm.latency());
    phases(node, warm.phases());
    node.set("first_call", distribution(warm.first()));
    node.put("warmup", warm.warmup());
    node.put("concurrency", warm.concurrency());
    discarded(node, warm.discarded());
    typical(node, warm.typical());
    return node;
  }

  private static void phases(ObjectNode node, List<PhaseCost> phases) {
    ObjectNode object = node.putObject("phases");
    for (PhaseCost phase : phases) {
      ObjectNode entry = object.putObject(phase.name());
      entry.put("origin", OriginName.of(phase.origin()));
      entry.setAll(distribution(phase.durations()));
    }
  }

  private static void discarded(ObjectNode node, List<Discarded> discarded) {
    ArrayNode array = node.putArray("discarded");
    for (Discarded one : discarded) {
      array.addObject().put("ms", rounded(one.ms())).put("reason", one.reason());
    }
  }

  private static void typical(ObjectNode node, Optional<Waterfall> typical) {
    if (typical.isEmpty()) {
      node.putNull("typical");
      return;
    }
    ObjectNode object = node.putObject("typical");
    object.put("request_id", typical.get().requestId());
    object.put("total_ms", rounded(typical.get().totalMs()));
    ArrayNode phases = object.putArray("phases");
    for (Waterfall.Bar bar : typical.get().bars()) {
      phases
          .addObject()
          .put("name", bar.name())
          .put("depth", bar.depth())
          .put("origin", OriginName.of(bar.origin()))
          .put("start_ms", rounded(bar.startMs()))
          .put("duration_ms", rounded(bar.durationMs()));
    }
  }

  private static void estimate(
      ObjectNode node, String key, String intervalKey, Optional<Estimate> estimate) {
    if (estimate.isPresent()) {
      node.put(key, rounded(estimate.get().value()));
    } else {
      node.putNull(key);
    }
    Optional<Interval> interval = estimate.flatMap(Estimate::ci95);
    if (interval.isPresent()) {
      node.putArray(intervalKey)
          .add(rounded(interval.get().low()))
          .add(rounded(interval.get().high()));
    } else {
      node.putNull(intervalKey);
    }
  }

  private static void number(ObjectNode node, String key, OptionalDouble value) {
    if (value.isPresent()) {
      node.put(key, rounded(value.getAsDouble()));
    } else {
      node.putNull(key);
    }
  }

  /// To the microsecond, where the unit is a millisecond: nothing here is known more finely.
  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
