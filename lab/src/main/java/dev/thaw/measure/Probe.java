package dev.thaw.measure;

import dev.thaw.measure.ProbeResult.PhaseSample;
import dev.thaw.stats.Sample;
import dev.thaw.timeline.Clock;
import dev.thaw.wire.dns.Lookup;
import dev.thaw.wire.http.Connection;
import dev.thaw.wire.http.Exchange;
import dev.thaw.wire.http.Handshake;
import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.HttpFailure;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Phase;
import dev.thaw.wire.http.Request;
import dev.thaw.wire.http.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sends one GET over and over, by turns on a new connection and once more on the same one, and
/// keeps the phases of each.
public final class Probe {

  private static final List<Phase> PHASES =
      List.of(Phase.DNS, Phase.TCP, Phase.TLS, Phase.SEND, Phase.WAIT, Phase.RECEIVE, Phase.TOTAL);

  /// What to probe.
  ///
  /// @param url `http://` or `https://`
  /// @param count requests of each kind that count
  /// @param warmup requests of each kind before, for classes to load and code to be compiled
  public record Plan(String url, int count, int warmup) {

    /// How much warm-up does without being told.
    public static final int USUAL_WARMUP = 3;

    public Plan {
      if (count < 1 || count > 100_000) {
        throw new IllegalArgumentException("count: " + count + " (expected: 1 to 100000)");
      }
      if (warmup < 0 || warmup > 1_000) {
        throw new IllegalArgumentException("warmup: " + warmup + " (expected: 0 to 1000)");
      }
    }
  }

  private final Options options;
  private final Clock clock;

  public Probe(Options options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  /// Runs the whole plan; requests that fail are part of the result.
  ///
  /// @throws IllegalArgumentException if the URL is none
  public ProbeResult run(Plan plan, Steps steps) {
    Target.Located located = Target.parse(plan.url());
    Request request =
        Request.get(located.path(), Headers.of("User-Agent", "thaw", "Accept", "*/*"));
    Instant started = Instant.now();
    Machine machine = Machine.watch();
    Tally uncounted = new Tally();
    for (int i = 0; i < plan.warmup() && uncounted.failures.isEmpty(); i++) {
      pair(located.target(), request, uncounted);
    }
    Tally tally = new Tally();
    for (int i = 0; i < plan.count(); i++) {
      steps.step("requests", i, plan.count());
      pair(located.target(), request, tally);
    }
    steps.step("requests", plan.count(), plan.count());
    Machine.Observed observed = machine.observed();
    return new ProbeResult(
        plan.url(),
        started,
        plan.count(),
        plan.warmup(),
        tally.fresh.samples(),
        tally.kept.samples(),
        List.copyOf(tally.failures.values()),
        tally.status,
        Optional.ofNullable(tally.endpoint),
        observed.machine(),
        observed.spoilt());
  }

  private void pair(Target target, Request request, Tally tally) {
    try (Connection connection = Connection.open(target, options, clock)) {
      tally.answered(connection, connection.send(request));
      if (!connection.isReusable()) {
        tally.failed("kept", "closed", "the server keeps no connection");
        return;
      }
      try {
        tally.answered(connection, connection.send(request));
      } catch (HttpFailure e) {
        tally.failed("kept", key(e.kind()), String.valueOf(e.getMessage()));
      }
    } catch (HttpFailure e) {
      tally.failed("new", key(e.kind()), String.valueOf(e.getMessage()));
    }
  }

  private static String key(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static final class Durations {

    private final Map<Phase, List<Double>> ms = new EnumMap<>(Phase.class);

    void add(Exchange exchange) {
      for (Phase phase : PHASES) {
        exchange
            .stamps()
            .nanos(phase)
            .ifPresent(nanos -> ms.computeIfAbsent(phase, p -> new ArrayList<>()).add(nanos / 1e6));
      }
    }

    List<PhaseSample> samples() {
      List<PhaseSample> samples = new ArrayList<>();
      ms.forEach((phase, values) ->
          samples.add(
              new PhaseSample(
                  phase.key(),
                  Sample.of("ms", values.stream().mapToDouble(Double::doubleValue).toArray()))));
      return samples;
    }
  }

  private static final class Tally {

    private final Durations fresh = new Durations();
    private final Durations kept = new Durations();
    private final Map<String, ProbeResult.Failure> failures = new LinkedHashMap<>();
    private final Map<Integer, Integer> status = new TreeMap<>();
    private ProbeResult.@Nullable Endpoint endpoint;

    void answered(Connection connection, Exchange exchange) {
      (exchange.fresh() ? fresh : kept).add(exchange);
      status.merge(exchange.response().status(), 1, Integer::sum);
      Handshake opening = connection.handshake();
      Lookup lookup = opening.lookup();
      endpoint =
          new ProbeResult.Endpoint(
              opening.address().getHostAddress(),
              connection.target().port(),
              key(lookup.source()),
              lookup.server(),
              lookup.ttlSeconds(),
              opening.attempts().size(),
              opening
                  .tls()
                  .map(tls -> new ProbeResult.Tls(tls.protocol(), tls.cipher(), tls.alpn())),
              exchange.response().bodyBytes(),
              exchange.response().wireBytes());
    }

    void failed(String connection, String kind, String message) {
      failures.merge(
          connection + " " + kind,
          new ProbeResult.Failure(connection, kind, 1, message),
          (first, again) ->
              new ProbeResult.Failure(connection, kind, first.count() + 1, first.example()));
    }
  }
}
