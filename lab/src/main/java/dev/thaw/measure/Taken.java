package dev.thaw.measure;

import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Waterfall;
import dev.thaw.measure.result.Waterfall.Bar;
import dev.thaw.timeline.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that was answered, and what thaw recorded about it.
///
/// @param request empty where the endpoint keeps no timelines
/// @param environment the environment that it started; empty for a warm call
record Taken(Invoked invoked, Optional<TimelineView> request, Optional<TimelineView> environment) {

  private static final String INVOKE = "invoke";
  private static final String FIRST_INVOKE = "first-invoke";
  private static final String OVERHEAD = "overhead";

  /// In place of two phases, from a runtime that does not tell where the one ends.
  private static final String BOOT_AND_INIT = "runtime-boot-and-function-init";

  private record Piece(String name, TimelineView.Span span) {}

  double ms() {
    return invoked.waitedMs();
  }

  /// What each phase cost over all samples that have a timeline. `overhead` is what the caller
  /// waited beyond every phase: phases may overlap and are not counted twice for it.
  ///
  /// @param names of the phases to show, in their order
  static List<PhaseCost> phases(List<Taken> samples, List<String> names) {
    List<Taken> known = samples.stream().filter(taken -> taken.request().isPresent()).toList();
    Map<String, List<Double>> ms = new LinkedHashMap<>();
    Map<String, Origin> origins = new LinkedHashMap<>();
    List<String> wanted = new ArrayList<>(names);
    int boot = wanted.indexOf("function-init");
    if (boot >= 0) {
      wanted.add(boot + 1, BOOT_AND_INIT);
    }
    for (String name : wanted) {
      ms.put(name, new ArrayList<>());
      origins.put(name, Origin.MEASURED);
    }
    for (Taken taken : known) {
      List<Piece> pieces = taken.pieces(wanted);
      for (String name : wanted) {
        double sum = 0;
        for (Piece piece : pieces) {
          if (piece.name().equals(name)) {
            sum += piece.span().ms();
            origins.merge(name, piece.span().origin(), (a, b) -> a == Origin.EMULATED ? a : b);
          }
        }
        double value = name.equals(OVERHEAD) ? Math.max(0, taken.ms() - covered(pieces)) : sum;
        ms.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
      }
    }
    List<PhaseCost> costs = new ArrayList<>();
    ms.forEach((name, values) -> {
      if (values.stream().anyMatch(value -> value > 0)) {
        costs.add(
            new PhaseCost(
                name, origins.getOrDefault(name, Origin.MEASURED), Distributions.of(values)));
      }
    });
    return costs;
  }

  private List<Piece> pieces(List<String> wanted) {
    List<Piece> pieces = new ArrayList<>();
    request.ifPresent(timeline -> {
      for (TimelineView.Span span : timeline.phases()) {
        String name =
            span.name().equals(INVOKE) && wanted.contains(FIRST_INVOKE)
                ? FIRST_INVOKE
                : span.name();
        pieces.add(new Piece(name, span));
      }
    });
    environment.ifPresent(
        timeline -> timeline.phases().forEach(span -> pieces.add(new Piece(span.name(), span))));
    pieces.removeIf(piece -> !wanted.contains(piece.name()) || piece.span().endUs().isEmpty());
    return pieces;
  }

  /// Milliseconds in which at least one of the phases ran.
  private static double covered(List<Piece> pieces) {
    List<TimelineView.Span> spans = new ArrayList<>(pieces.stream().map(Piece::span).toList());
    spans.sort(Comparator.comparingLong(TimelineView.Span::startUs));
    long covered = 0;
    long reached = Long.MIN_VALUE;
    for (TimelineView.Span span : spans) {
      long from = Math.max(reached, span.startUs());
      long to = span.endUs().orElse(from);
      if (to > from) {
        covered += to - from;
        reached = to;
      }
    }
    return covered / 1e3;
  }

  /// The sample nearest to the median, of those with a timeline.
  static Optional<Waterfall> typical(List<Taken> samples) {
    if (samples.isEmpty()) {
      return Optional.empty();
    }
    double median =
        Distributions.of(samples.stream().map(Taken::ms).toList()).p50().orElseThrow().value();
    return samples.stream()
        .filter(taken -> taken.request().isPresent())
        .min(Comparator.comparingDouble(taken -> Math.abs(taken.ms() - median)))
        .map(Taken::waterfall);
  }

  private Waterfall waterfall() {
    TimelineView seen = request.orElseThrow();
    long origin = seen.startedUs();
    long end =
        seen.phases().stream()
            .mapToLong(span -> span.endUs().orElse(span.startUs()))
            .max()
            .orElse(origin);
    double shift = shiftMs(origin, end);
    int inner = seen.named("cold-start").isEmpty() ? 0 : 1;
    List<Bar> bars = new ArrayList<>();
    seen.phases().forEach(span -> bar(span, seen.depth(span), origin, shift, bars));
    environment.ifPresent(other ->
        other.phases().stream()
            .filter(span -> span.startUs() < end)
            .forEach(span -> bar(span, inner + other.depth(span), origin, shift, bars)));
    bars.sort(Comparator.comparingDouble(Bar::startMs).thenComparingInt(Bar::depth));
    return new Waterfall(invoked.requestId(), ms(), bars);
  }

  /// Where the server's record begins in what the caller waited. On one machine the clocks tell; a
  /// clock that cannot be right puts the record in the middle.
  private double shiftMs(long originUs, long endUs) {
    double byClock = (originUs - invoked.stamps().start() / 1e3) / 1e3;
    double span = (endUs - originUs) / 1e3;
    boolean plausible = byClock >= 0 && byClock + span <= ms() + 1;
    return plausible ? byClock : Math.max(0, (ms() - span) / 2);
  }

  private static void bar(
      TimelineView.Span span, int depth, long origin, double shift, List<Bar> bars) {
    if (span.endUs().isPresent()) {
      bars.add(
          new Bar(
              span.name(),
              depth,
              span.origin(),
              (span.startUs() - origin) / 1e3 + shift,
              span.ms()));
    }
  }
}
