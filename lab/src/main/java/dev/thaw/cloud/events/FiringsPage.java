package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.WireAnswer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `/_thaw/firings?since=2026-11-24T19:00:00Z`: which rules fired, for whoever measures a function
/// that one of them may have kept warm meanwhile.
final class FiringsPage {

  private static final String PATH = "/_thaw/firings";

  private final Firings firings;

  FiringsPage(Firings firings) {
    this.firings = firings;
  }

  Route route() {
    return new Route(PATH, (head, body) -> show(head));
  }

  private WireAnswer show(RequestHead head) {
    String since = head.query().first("since").orElse(Instant.EPOCH.toString());
    Instant from;
    try {
      from = Instant.parse(since);
    } catch (DateTimeException _) {
      return WireAnswer.of(
          400,
          "text/plain",
          ("since: " + since + " (expected: such as 2026-11-24T19:00:00Z)\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    List<Map<String, Object>> shown =
        firings.all().stream()
            .filter(firing -> !firing.time().isBefore(from))
            .map(FiringsPage::shown)
            .toList();
    return WireAnswer.of(200, "application/json", Json.write(Map.of("firings", shown)));
  }

  private static Map<String, Object> shown(Firing firing) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("rule", firing.rule());
    shown.put("time", firing.time().toString());
    shown.put("scheduled", firing.scheduled());
    shown.put("target", firing.target());
    shown.put("outcome", firing.outcome().name());
    shown.put("tries", firing.tries());
    firing.problem().ifPresent(problem -> shown.put("problem", problem));
    return shown;
  }
}
