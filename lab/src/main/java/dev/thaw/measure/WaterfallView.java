package dev.thaw.measure;

import dev.thaw.measure.result.Waterfall;
import dev.thaw.measure.result.Waterfall.Bar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// One request as bars, from the records that were taken of it.
final class WaterfallView {

  private static final Comparator<Bar> ORDER =
      Comparator.comparingDouble(Bar::startMs).thenComparingInt(Bar::depth);

  private WaterfallView() {}

  /// The server's record alone.
  static Waterfall of(Taken taken) {
    TimelineView seen = taken.request().orElseThrow();
    long origin = seen.startedUs();
    double shift = shiftMs(taken, origin, seen.endUs());
    List<Bar> bars = new ArrayList<>();
    server(taken, 0, bars, origin, shift);
    bars.sort(ORDER);
    return new Waterfall(taken.invoked().requestId(), taken.ms(), bars);
  }

  /// The caller's phases, and behind the wait the server's record, which lies within it.
  static Waterfall byUrl(Taken taken) {
    CallerView caller = new CallerView(taken.invoked().stamps());
    List<Bar> within = new ArrayList<>();
    server(taken, 1, within, caller.startUs(), 0);
    within.sort(ORDER);
    List<Bar> bars = new ArrayList<>();
    for (TimelineView.Span span : caller.spans()) {
      bar(span, 0, caller.startUs(), 0, bars);
      if (span.name().equals("wait")) {
        bars.addAll(within);
      }
    }
    return new Waterfall(taken.invoked().requestId(), taken.ms(), bars);
  }

  private static void server(Taken taken, int outer, List<Bar> bars, long origin, double shift) {
    TimelineView seen = taken.placedRequest();
    List<TimelineView.Span> around = seen.named("integrate");
    for (TimelineView.Span span : seen.phases()) {
      int inner = around.stream().anyMatch(one -> !one.equals(span) && encloses(one, span)) ? 1 : 0;
      bar(span, outer + inner + seen.depth(span), origin, shift, bars);
    }
    int inner = (around.isEmpty() ? 0 : 1) + (seen.named("cold-start").isEmpty() ? 0 : 1);
    long end = seen.endUs();
    taken
        .placedEnvironment()
        .ifPresent(other ->
            other.phases().stream()
                .filter(span -> span.startUs() < end)
                .forEach(
                    span -> bar(span, outer + inner + other.depth(span), origin, shift, bars)));
  }

  private static boolean encloses(TimelineView.Span around, TimelineView.Span span) {
    return around.startUs() <= span.startUs()
        && around.endUs().orElse(Long.MAX_VALUE) >= span.startUs()
        && !span.parent().equals(Optional.of(around.id()));
  }

  /// Where the server's record begins in what the caller waited. On one machine the clocks tell; a
  /// clock that cannot be right puts the record in the middle.
  private static double shiftMs(Taken taken, long originUs, long endUs) {
    double byClock = (originUs - taken.invoked().stamps().start() / 1e3) / 1e3;
    double span = (endUs - originUs) / 1e3;
    boolean plausible = byClock >= 0 && byClock + span <= taken.ms() + 1;
    return plausible ? byClock : Math.max(0, (taken.ms() - span) / 2);
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
