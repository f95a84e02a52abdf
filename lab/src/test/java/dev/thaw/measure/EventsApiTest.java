package dev.thaw.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.ScriptedServer;
import dev.thaw.wire.sigv4.Credentials;
import dev.thaw.wire.sigv4.Signer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsApiTest {

  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:a";

  /// Answers one request after the other, on one connection.
  private static ScriptedServer answering(String... answers) {
    return new ScriptedServer(peer -> {
      for (String answer : answers) {
        if (peer.request().isEmpty()) {
          return;
        }
        String[] parts = answer.split(" ", 2);
        peer.reply(
            "HTTP/1.1 %s X\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(parts[0], parts[1].length(), parts[1]));
      }
    });
  }

  private static List<String> rules(ScriptedServer server) {
    Signer signer = new Signer(Credentials.ANYBODY, "us-east-1", "events");
    try (EventsApi events =
        new EventsApi(server.target(), Options.usual(), signer, Clock.system())) {
      return events.rulesThatCall(ARN);
    }
  }

  @Test
  void namesTheRulesOfAllPages() throws IOException {
    try (ScriptedServer server =
        answering(
            "200 {\"RuleNames\":[\"keep-warm\"],\"NextToken\":\"more\"}",
            "200 {\"RuleNames\":[\"nightly\"]}")) {
      assertThat(rules(server)).containsExactly("keep-warm", "nightly");
      assertThat(server.requests())
          .satisfiesExactly(
              first ->
                  assertThat(first)
                      .contains("X-Amz-Target: AWSEvents.ListRuleNamesByTarget", ARN)
                      .doesNotContain("NextToken"),
              second -> assertThat(second).contains("\"NextToken\":\"more\""));
    }
  }

  @Test
  void knowsOfNoRulesWhereThereIsNoSuchService() throws IOException {
    try (ScriptedServer server = answering("501 {\"__type\":\"NotImplemented\"}")) {
      assertThat(rules(server)).isEmpty();
    }
  }

  @Test
  void saysWhyItIsRefused() throws IOException {
    try (ScriptedServer server =
        answering("400 {\"__type\":\"x#ValidationException\",\"message\":\"no\"}")) {
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> rules(server))
          .withMessage("ListRuleNamesByTarget: 400 ValidationException: no");
    }
  }

  @Test
  void saysThatAnAnswerIsNoJson() throws IOException {
    try (ScriptedServer server = answering("200 <html>")) {
      assertThatExceptionOfType(MeasureException.class)
          .isThrownBy(() -> rules(server))
          .withMessage("ListRuleNamesByTarget: the answer is not JSON");
    }
  }
}
