package dev.thaw.measure;

import dev.thaw.measure.ProbeResult.PhaseSample;
import dev.thaw.measure.result.MachineRecord;
import dev.thaw.stats.Estimate;
import dev.thaw.stats.Sample;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/// The result of a probe as JSON. Milliseconds end in `_ms`; a percentile that the number of
/// samples cannot bear is left out.
///
/// ```
/// {"schema": 1, "target": "…", "count": 20,
///  "new":  {"dns": {"n": 20, "p50_ms": 1.2, "ci95_ms": [1.1, 1.4], "samples": [1.2, …]},
///           "tcp": …, "tls": …, "send": …, "wait": …, "receive": …, "total": …},
///  "kept": {"send": …, "wait": …, "receive": …, "total": …},
///  "errors": [{"connection": "new", "kind": "timeout", "count": 1, "example": "…"}],
///  "status": {"200": 40}, "endpoint": {…}, "machine": {…}, "spoilt": []}
/// ```
public final class ProbeJson {

  /// Raised when a key changes its meaning or goes, not when one comes.
  public static final int SCHEMA = 1;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProbeJson() {}

  /// Writes the whole document and flushes; leaves the stream open.
  public static void write(ProbeResult result, OutputStream out) {
    JsonGenerator json = JSON.writerWithDefaultPrettyPrinter().createGenerator(out);
    json.writeStartObject();
    json.writeNumberProperty("schema", SCHEMA);
    json.writeStringProperty("target", result.url());
    json.writeStringProperty("started", result.started().toString());
    json.writeNumberProperty("count", result.count());
    json.writeNumberProperty("warmup", result.warmup());
    phases(json, "new", result.fresh());
    phases(json, "kept", result.kept());
    json.writeArrayPropertyStart("errors");
    for (ProbeResult.Failure failure : result.failures()) {
      json.writeStartObject();
      json.writeStringProperty("connection", failure.connection());
      json.writeStringProperty("kind", failure.kind());
      json.writeNumberProperty("count", failure.count());
      json.writeStringProperty("example", failure.example());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectPropertyStart("status");
    result.status().forEach((code, count) -> json.writeNumberProperty("" + code, count));
    json.writeEndObject();
    result.endpoint().ifPresent(endpoint -> endpoint(json, endpoint));
    machine(json, result.machine());
    json.writeArrayPropertyStart("spoilt");
    result.spoilt().forEach(json::writeString);
    json.writeEndArray();
    json.writeEndObject();
    json.flush();
  }

  private static void phases(JsonGenerator json, String kind, List<PhaseSample> phases) {
    json.writeObjectPropertyStart(kind);
    for (PhaseSample phase : phases) {
      Sample ms = phase.ms();
      json.writeObjectPropertyStart(phase.name());
      json.writeNumberProperty("n", ms.size());
      json.writeNumberProperty("p50_ms", rounded(ms.median()));
      interval(json, "ci95_ms", ms.estimate(0.5));
      percentile(json, "90", ms.estimate(0.9));
      percentile(json, "99", ms.estimate(0.99));
      json.writeArrayPropertyStart("samples");
      for (double value : ms.values()) {
        json.writeNumber(rounded(value));
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void percentile(JsonGenerator json, String percent, Optional<Estimate> estimate) {
    estimate.ifPresent(
        known -> json.writeNumberProperty("p" + percent + "_ms", rounded(known.value())));
    interval(json, "p" + percent + "_ci95_ms", estimate);
  }

  private static void interval(JsonGenerator json, String name, Optional<Estimate> estimate) {
    estimate.ifPresent(known -> {
      json.writeArrayPropertyStart(name);
      json.writeNumber(rounded(known.interval().low()));
      json.writeNumber(rounded(known.interval().high()));
      json.writeEndArray();
    });
  }

  /// Milliseconds to the nanosecond: what is finer comes from the arithmetic.
  private static double rounded(double ms) {
    return Math.rint(ms * 1e6) / 1e6;
  }

  private static void endpoint(JsonGenerator json, ProbeResult.Endpoint endpoint) {
    json.writeObjectPropertyStart("endpoint");
    json.writeStringProperty("address", endpoint.address());
    json.writeNumberProperty("port", endpoint.port());
    json.writeStringProperty("source", endpoint.source());
    endpoint.nameServer().ifPresent(server -> json.writeStringProperty("name_server", server));
    endpoint.ttlSeconds().ifPresent(ttl -> json.writeNumberProperty("ttl_s", ttl));
    json.writeNumberProperty("attempts", endpoint.attempts());
    endpoint
        .tls()
        .ifPresent(tls -> {
          json.writeObjectPropertyStart("tls");
          json.writeStringProperty("protocol", tls.protocol());
          json.writeStringProperty("cipher", tls.cipher());
          json.writeStringProperty("alpn", tls.alpn());
          json.writeEndObject();
        });
    json.writeNumberProperty("body_bytes", endpoint.bodyBytes());
    json.writeNumberProperty("wire_bytes", endpoint.wireBytes());
    json.writeEndObject();
  }

  private static void machine(JsonGenerator json, MachineRecord machine) {
    json.writeObjectPropertyStart("machine");
    json.writeStringProperty("cpu", machine.cpu());
    json.writeNumberProperty("cores", machine.cores());
    json.writeNumberProperty("memory_mb", machine.memoryMb());
    json.writeStringProperty("kernel", machine.kernel());
    json.writeStringProperty("java", machine.java());
    machine.governor().ifPresent(governor -> json.writeStringProperty("governor", governor));
    reading(json, "before", machine.before());
    reading(json, "after", machine.after());
    json.writeEndObject();
  }

  private static void reading(JsonGenerator json, String when, MachineRecord.Reading reading) {
    json.writeObjectPropertyStart(when);
    reading.load1().ifPresent(load -> json.writeNumberProperty("load1", load));
    reading.stealPercent().ifPresent(steal -> json.writeNumberProperty("steal_percent", steal));
    json.writeNumberProperty("overshoot_p50_us", reading.overshootP50Us());
    json.writeNumberProperty("overshoot_p99_us", reading.overshootP99Us());
    json.writeEndObject();
  }
}
