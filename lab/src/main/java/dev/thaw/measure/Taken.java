package dev.thaw.measure;

import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Waterfall;
import dev.thaw.timeline.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

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

  /// The server's phases lie within it; what they leave of it is overhead.
  private static final String WAIT = "wait";

  /// What the function asks of AWS lies within its own phases.
  private static final String AWS_CALL = "aws-call";

  private static final Set<String> CALLING =
      Set.of(INVOKE, FIRST_INVOKE, "function-init", BOOT_AND_INIT);

  /// Phases of the gateway that may have the function's within them.
  private static final Set<String> AROUND = Set.of("authorize", "integrate");

  private record Piece(String name, TimelineView.Span span) {

    /// Milliseconds of it alone: what is counted as another phase within it is left out.
    double ownMs(List<Piece> all) {
      if (!AROUND.contains(name) && !CALLING.contains(name)) {
        return span.ms();
      }
      long from = span.startUs();
      long to = span.endUs().orElse(from);
      List<Piece> within = new ArrayList<>();
      for (Piece other : all) {
        long start = Math.max(from, other.span.startUs());
        long end = Math.min(to, other.span.endUs().orElse(start));
        boolean counted =
            AROUND.contains(name)
                ? !AROUND.contains(other.name) && !CallerView.NAMES.contains(other.name)
                : other.name.equals(AWS_CALL);
        if (counted && end > start) {
          within.add(new Piece(other.name, other.span.clipped(start, end)));
        }
      }
      return span.ms() - covered(within);
    }
  }

  double ms() {
    return invoked.waitedMs();
  }

  /// The REPORT: from the log where it came with the answer, else as the record tells it.
  Optional<ReportLine> report() {
    return invoked.report().or(() -> invoked.byUrl() ? recorded() : Optional.empty());
  }

  private Optional<ReportLine> recorded() {
    return request.map(seen -> {
      OptionalLong memory = seen.number("max-memory-used");
      OptionalLong init = seen.number("init-ns");
      return new ReportLine(
          seen.named(INVOKE).stream().mapToDouble(TimelineView.Span::ms).sum(),
          memory.isPresent()
              ? OptionalInt.of((int) Math.ceilDiv(memory.getAsLong(), 1L << 20))
              : OptionalInt.empty(),
          init.isPresent() ? OptionalDouble.of(init.getAsLong() / 1e6) : OptionalDouble.empty());
    });
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
            sum += piece.ownMs(pieces);
            origins.merge(name, piece.span().origin(), (a, b) -> a == Origin.EMULATED ? a : b);
          }
        }
        double value =
            switch (name) {
              case OVERHEAD -> Math.max(0, taken.ms() - covered(pieces));
              // A function may ask for several things at once
              case AWS_CALL ->
                  covered(pieces.stream().filter(piece -> piece.name().equals(AWS_CALL)).toList());
              default -> sum;
            };
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
    if (invoked.byUrl()) {
      new CallerView(invoked.stamps())
          .spans().stream()
              .filter(span -> !span.name().equals(WAIT))
              .forEach(span -> pieces.add(new Piece(span.name(), span)));
    }
    for (TimelineView.Span span : placedRequest().phases()) {
      if (CallerView.NAMES.contains(span.name())) {
        continue; // the server sends and receives too, within the caller's wait
      }
      String name =
          span.name().equals(INVOKE) && wanted.contains(FIRST_INVOKE) ? FIRST_INVOKE : span.name();
      pieces.add(new Piece(name, span));
    }
    placedEnvironment()
        .ifPresent(timeline ->
            timeline.phases().forEach(span -> pieces.add(new Piece(span.name(), span))));
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
    return invoked.byUrl() ? WaterfallView.byUrl(this) : WaterfallView.of(this);
  }

  /// As [#request], by the clock of the caller where the caller's phases are shown as well.
  TimelineView placedRequest() {
    return request.orElseThrow().shifted(offsetUs());
  }

  /// As [#environment], likewise.
  Optional<TimelineView> placedEnvironment() {
    return environment.map(seen -> seen.shifted(offsetUs()));
  }

  private long offsetUs() {
    TimelineView seen = request.orElseThrow();
    return invoked.byUrl()
        ? new CallerView(invoked.stamps()).offsetUs(seen.startedUs(), seen.endUs())
        : 0;
  }
}
