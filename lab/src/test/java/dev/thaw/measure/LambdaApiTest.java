package dev.thaw.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thaw.measure.result.PackageSize;
import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.ScriptedServer;
import dev.thaw.wire.sigv4.Credentials;
import dev.thaw.wire.sigv4.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LambdaApiTest {

  private static final NewFunction FUNCTION =
      new NewFunction(
          "hello",
          "python3.13",
          "arn:aws:iam::000000000000:role/lambda",
          "app.handler",
          new byte[] {1, 2, 3},
          128,
          3,
          Map.of("STAGE", "test"));
  private static final PackageSize SIZE = new PackageSize(3, OptionalLong.empty(), List.of());

  private static LambdaApi apiOf(ScriptedServer server) {
    return new LambdaApi(
        server.target(),
        Options.usual().withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20)),
        new Signer(Credentials.ANYBODY, "us-east-1", "lambda"),
        Clock.system());
  }

  @Test
  void createsWaitsAndDeletes() throws IOException {
    try (FakeLambda lambda = new FakeLambda(FakeLambda.Manners.GOOD);
        LambdaApi api = lambda.api()) {
      try (Deployment deployment = Deployment.create(api, FUNCTION, List.of(128, 512), SIZE)) {
        assertThat(deployment.arms())
            .extracting(Arm::function)
            .containsExactly("hello-128", "hello-512");
        assertThat(lambda.descriptions()).containsOnlyKeys("hello-128", "hello-512");
      }
      assertThat(lambda.descriptions()).isEmpty();
      String created = lambda.requests().getFirst();
      assertThat(created)
          .startsWith("POST /2015-03-31/functions HTTP/1.1\r\n")
          .contains("\"ZipFile\":\"AQID\"", "\"STAGE\":\"test\"", "\"MemorySize\":128")
          .contains("/us-east-1/lambda/aws4_request, SignedHeaders=content-type;host;x-amz-date");
      assertThat(lambda.connections()).isEqualTo(1);
    }
  }

  @Test
  void deletesWhatItMadeWhenTheRestCannotBeMade() throws IOException {
    try (FakeLambda lambda = new FakeLambda(FakeLambda.Manners.GOOD);
        LambdaApi api = lambda.api()) {
      lambda.existing("hello-512", "");
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> Deployment.create(api, FUNCTION, List.of(128, 512), SIZE))
          .withMessage(
              "CreateFunction: 409 ResourceConflictException: Function already exist: hello-512")
          .matches(e -> e.status() == 409);
      assertThat(lambda.descriptions()).containsOnlyKeys("hello-512");
    }
  }

  @Test
  void namesAFunctionThatDoesNotExist() throws IOException {
    try (FakeLambda lambda = new FakeLambda(FakeLambda.Manners.GOOD);
        LambdaApi api = lambda.api()) {
      assertThatExceptionOfType(ApiException.class)
          .isThrownBy(() -> Deployment.existing(api, "nobody"))
          .matches(e -> e.type().equals("ResourceNotFoundException"))
          .withMessageContaining("Function not found: nobody");
    }
  }

  @Test
  void saysWhyAFunctionCannotBeUsed() throws IOException {
    String body =
        "{\"State\":\"Failed\",\"StateReason\":\"no such image\",\"LastUpdateStatus\":\"X\"}";
    try (ScriptedServer server =
            ScriptedServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        LambdaApi api = apiOf(server)) {
      assertThatExceptionOfType(MeasureException.class)
          .isThrownBy(() -> api.awaitReady("f", Duration.ofSeconds(20)))
          .withMessage("f cannot be used: no such image");
    }
  }

  @Test
  void asksAgainOverANewConnectionWhenTheKeptOneIsDead() throws IOException {
    String body = "{\"State\":\"Active\",\"LastUpdateStatus\":\"Successful\"}";
    try (ScriptedServer server =
            ScriptedServer.closingAfter(
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        LambdaApi api = apiOf(server)) {
      assertThat(api.configuration("f").ready()).isTrue();
      assertThat(api.configuration("f").ready()).isTrue();
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[1", "\u0000"})
  void namesAnswersThatAreNoJson(String body) throws IOException {
    try (ScriptedServer server =
            ScriptedServer.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        LambdaApi api = apiOf(server)) {
      assertThatExceptionOfType(RuntimeException.class)
          .isThrownBy(() -> api.awaitReady("f", Duration.ofMillis(1)))
          .isInstanceOf(MeasureException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"id\":1,\"phases\":[]}",
        "{\"id\":\"x\",\"phases\":{}}",
        "{\"id\":\"x\",\"phases\":["
      })
  void takesNothingElseForATimeline(String text) {
    assertThat(TimelineView.parse(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void survivesATimelineThatBitesItsTail() {
    String text =
        """
        {"id":"x","phases":[{"id":0,"parent":1,"name":"a"},{"id":1,"parent":0},7,"b",null],
        "attributes":[1],"links":{"relation":3}}\
        """;
    TimelineView view = TimelineView.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertThat(view.phases()).hasSize(5);
    assertThat(view.depth(view.phases().getFirst())).isLessThanOrEqualTo(5);
    assertThat(view.environment()).isEmpty();
  }

  @Test
  void readsReportLinesOfBothForms() {
    ReportLine text =
        ReportLine.find(
                "x\nREPORT RequestId: 1\tDuration: 12.5 ms\tBilled Duration: 113 ms\tMemory Size:"
                    + " 128 MB\tMax Memory Used: 37 MB\tInit Duration: 100.25 ms\t\n")
            .orElseThrow();
    assertThat(text.durationMs()).isEqualTo(12.5);
    assertThat(text.maxMemoryUsedMb()).hasValue(37);
    assertThat(text.initMs()).hasValue(100.25);
    ReportLine json =
        ReportLine.find(
                """
                {"type":"platform.report","record":{"metrics":{"durationMs":3.5,
                """
                        .strip()
                    + "\"billedDurationMs\":4,\"memorySizeMB\":128,\"maxMemoryUsedMB\":38}}}")
            .orElseThrow();
    assertThat(json.durationMs()).isEqualTo(3.5);
    assertThat(json.maxMemoryUsedMb()).hasValue(38);
    assertThat(json.initMs()).isEmpty();
    assertThat(ReportLine.find("REPORT of something else\nnothing")).isEmpty();
  }
}
