package dev.thaw.measure;

import dev.thaw.timeline.Origin;
import dev.thaw.wire.http.Handshake;
import dev.thaw.wire.http.Phase;
import dev.thaw.wire.http.Stamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The caller's own phases of one exchange, and where the server's record lies in them.
///
/// Moments are microseconds since the epoch, as in a [TimelineView].
record CallerView(Stamps stamps) {

  /// What its phases are called.
  static final Set<String> NAMES =
      Stream.of(Phase.DNS, Phase.TCP, Phase.TLS, Phase.SEND, Phase.WAIT, Phase.RECEIVE)
          .map(Phase::key)
          .collect(Collectors.toUnmodifiableSet());

  /// A server that shares the clock is never earlier than this before the first byte was sent.
  private static final long SLACK_US = 1_000;

  /// The id of phases that are in no record and lie within none.
  private static final int NOBODYS = -1;

  /// Those that took place, in their order: `dns`, `tcp`, `tls`, `send`, `wait`, `receive`.
  List<TimelineView.Span> spans() {
    List<TimelineView.Span> spans = new ArrayList<>();
    stamps
        .handshake()
        .ifPresent(opening -> {
          spans.add(span(Phase.DNS, opening.dnsStart(), opening.dnsEnd()));
          spans.add(span(Phase.TCP, opening.tcpStart(), opening.tcpEnd()));
          opening.tls().ifPresent(tls -> spans.add(span(tls)));
        });
    spans.add(span(Phase.SEND, stamps.sendStart(), stamps.sendEnd()));
    // an answer may begin before the request is out
    long answered = Math.max(stamps.firstByte(), stamps.sendEnd());
    spans.add(span(Phase.WAIT, stamps.sendEnd(), answered));
    spans.add(span(Phase.RECEIVE, answered, Math.max(stamps.lastByte(), answered)));
    return spans;
  }

  long startUs() {
    return stamps.start() / 1_000;
  }

  /// What to add to the server's moments to place its record. On one machine nothing: the clocks
  /// tell, and a server may well begin before the caller knows that it has sent everything. A
  /// record that a clock puts out of the exchange is put into the middle of the wait.
  long offsetUs(long serverStartUs, long serverEndUs) {
    long sent = stamps.sendEnd() / 1_000;
    long answered = Math.max(stamps.firstByte() / 1_000, sent);
    boolean plausible =
        serverStartUs >= stamps.sendStart() / 1_000 - SLACK_US && serverStartUs <= answered;
    if (plausible) {
      return 0;
    }
    long spare = Math.max(0, answered - sent - (serverEndUs - serverStartUs));
    return sent + spare / 2 - serverStartUs;
  }

  private static TimelineView.Span span(Handshake.Tls tls) {
    return span(Phase.TLS, tls.start(), tls.end());
  }

  private static TimelineView.Span span(Phase phase, long start, long end) {
    return new TimelineView.Span(
        NOBODYS,
        Optional.empty(),
        phase.key(),
        Origin.MEASURED,
        start / 1_000,
        OptionalLong.of(end / 1_000));
  }
}
