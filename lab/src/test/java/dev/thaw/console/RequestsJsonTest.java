package dev.thaw.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Origin;
import dev.thaw.timeline.Timeline;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestsJsonTest {

  @Test
  void listsRequestsOldestFirst() {
    assertThat(json(List.of(request("b", 2_000), request("a", 1_000)), 0))
        .isEqualTo(
            """
            {"requests":[{"id":"a","started_us":1,"inside_us":0},{"id":"b","started_us":2,"inside_us":0}]}\
            """);
  }

  @Test
  void tellsTheOperationAndTheErrorOfEach() {
    Timeline request = request("a", 0);
    request.note("operation", "lambda:GetFunction");
    request.note("error", "ResourceNotFoundException");
    assertThat(json(List.of(request), 0))
        .contains(
            "\"operation\":\"lambda:GetFunction\"", "\"error\":\"ResourceNotFoundException\"");
  }

  @Test
  void countsTheTimeUntilTheAnswerWasSent() {
    Timeline request = request("a", 0);
    request.record("receive", Origin.MEASURED, 0, 10_000);
    request.record("send", Origin.MEASURED, 20_000, 30_000);
    request.record("after", Origin.MEASURED, 30_000, 90_000);
    assertThat(json(List.of(request), 0)).contains("\"inside_us\":30");
  }

  @Test
  void leavesOutWhatBeganEarlierAndWhatIsNoRequest() {
    Timeline environment = new Timeline(Kind.ENVIRONMENT, "e", Clock.system(), 9_000_000);
    assertThat(json(List.of(environment, request("a", 1_000)), 2)).isEqualTo("{\"requests\":[]}");
  }

  private static Timeline request(String id, long started) {
    return new Timeline(Kind.REQUEST, id, Clock.system(), started);
  }

  private static String json(List<Timeline> newest, long since) {
    return new String(RequestsJson.of(newest, since), StandardCharsets.UTF_8);
  }
}
