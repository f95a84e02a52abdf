package dev.thaw.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.measure.ProbeResult.PhaseSample;
import dev.thaw.report.ProbeTable;
import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProbeTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static ProbeResult probe(String url, int count, Steps steps) {
    Options options = Options.usual().withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
    return new Probe(options, Clock.system()).run(new Probe.Plan(url, count, 1), steps);
  }

  private static String url(ScriptedServer server) {
    return "http://127.0.0.1:" + server.port() + "/p?q=1";
  }

  private static JsonNode json(ProbeResult result) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ProbeJson.write(result, out);
    return JsonMapper.shared().readTree(out.toByteArray());
  }

  @Test
  void alternatesNewAndKeptConnections() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK)) {
      List<Integer> seen = new ArrayList<>();
      ProbeResult result = probe(url(server), 7, (what, done, total) -> seen.add(done));
      assertThat(server.connections()).isEqualTo(8);
      assertThat(server.requests()).hasSize(16).allMatch(r -> r.startsWith("GET /p?q=1 HTTP/1.1"));
      assertThat(result.fresh())
          .extracting(PhaseSample::name)
          .containsExactly("dns", "tcp", "send", "wait", "receive", "total");
      assertThat(result.kept())
          .extracting(PhaseSample::name)
          .containsExactly("send", "wait", "receive", "total");
      assertThat(result.kept()).allMatch(phase -> phase.ms().size() == 7);
      assertThat(result.status()).isEqualTo(Map.of(200, 14));
      assertThat(result.failures()).isEmpty();
      assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }
  }

  @Test
  void writesTheDocumentedJson() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK)) {
      JsonNode json = json(probe(url(server), 7, Steps.UNHEARD));
      assertThat(json.at("/target").asString()).isEqualTo(url(server));
      assertThat(json.at("/count").asInt()).isEqualTo(7);
      assertThat(json.at("/new/tcp/p50_ms").asDouble()).isPositive();
      assertThat(json.at("/new/total/ci95_ms").size()).isEqualTo(2);
      assertThat(json.at("/kept/wait/samples").size()).isEqualTo(7);
      assertThat(json.at("/kept/wait/p90_ms").isMissingNode()).isTrue();
      assertThat(json.at("/errors").isArray()).isTrue();
      assertThat(json.at("/status/200").asInt()).isEqualTo(14);
      assertThat(json.at("/endpoint/body_bytes").asInt()).isEqualTo(2);
      assertThat(json.at("/machine/before/overshoot_p50_us").isNumber()).isTrue();
    }
  }

  @Test
  void countsAServerThatKeepsNothing() throws IOException {
    try (ScriptedServer server =
        ScriptedServer.closingAfter(
            "HTTP/1.1 503 Busy\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")) {
      ProbeResult result = probe(url(server), 3, Steps.UNHEARD);
      assertThat(result.kept()).isEmpty();
      assertThat(result.status()).isEqualTo(Map.of(503, 3));
      assertThat(result.failures())
          .containsExactly(
              new ProbeResult.Failure("kept", "closed", 3, "the server keeps no connection"));
    }
  }

  @Test
  void bringsHomeNothingButFailuresFromADeadPort() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = taken.getLocalPort();
    }
    ProbeResult result = probe("http://127.0.0.1:" + port, 2, Steps.UNHEARD);
    assertThat(result.answered()).isZero();
    assertThat(result.failures()).hasSize(1);
    assertThat(json(result).at("/errors/0/kind").asString()).isEqualTo("connect");
    assertThat(ProbeTable.of(result)).contains("no answer, 2 failed", "error: 2 x connect");
  }

  @Test
  void drawsATableThatShowsOnlyWhatTheSamplesBear() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(OK)) {
      String table = ProbeTable.of(probe(url(server), 5, Steps.UNHEARD));
      assertThat(table).contains("10 x HTTP 200", "n < 6", "n < 29", "n < 299", "█");
      assertThat(table.lines()).allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void keepsTheTerminalSafeFromWhatServersSay() throws IOException {
    try (ScriptedServer server = ScriptedServer.answering("\u001b[2J\r\n\r\n")) {
      ProbeResult result = probe(url(server), 1, Steps.UNHEARD);
      assertThat(result.failures().getFirst().kind()).isEqualTo("protocol");
      assertThat(ProbeTable.of(result)).doesNotContain("\u001b");
    }
  }

  @Test
  void refusesPlansWithoutEnd() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe.Plan("http://a.example", 0, 1))
        .withMessage("count: 0 (expected: 1 to 100000)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Probe.Plan("http://a.example", 1, -1));
  }
}
