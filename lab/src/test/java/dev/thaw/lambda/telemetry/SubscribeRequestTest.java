package dev.thaw.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.telemetry.Schema.Api;
import dev.thaw.lambda.telemetry.SubscribeRequest.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeRequestTest {

  private static final String HTTP =
      "\"destination\":{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox.localdomain:8080/logs?x=1\"}";

  @Test
  void readsAWholeSubscription() {
    Subscription subscription =
        valid(
            Api.TELEMETRY,
            "{\"schemaVersion\":\"2022-12-13\",\"types\":[\"platform\",\"function\"],"
                + "\"buffering\":{\"maxBytes\":262144,\"maxItems\":1000,\"timeoutMs\":25},"
                + HTTP
                + "}");

    assertThat(subscription)
        .isEqualTo(
            new Subscription(
                "agent",
                Schema.TELEMETRY_2022_12_13,
                Set.of(Category.PLATFORM, Category.FUNCTION),
                new Buffering(262_144, 1_000, 25),
                new Destination.Http(8080, "POST", "/logs?x=1")));
  }

  @Test
  void bufferingHasDefaultsWholeAndInParts() {
    String head = "{\"schemaVersion\":\"2025-01-29\",\"types\":[\"extension\"],";

    assertThat(valid(Api.TELEMETRY, head + HTTP + "}").buffering()).isEqualTo(Buffering.DEFAULT);
    assertThat(
            valid(Api.TELEMETRY, head + "\"buffering\":{\"timeoutMs\":30000}," + HTTP + "}")
                .buffering())
        .isEqualTo(new Buffering(262_144, 10_000, 30_000));
  }

  @Test
  void aTcpDestinationIsAPortOrAUri() {
    String head = "{\"schemaVersion\":\"2022-07-01\",\"types\":[\"platform\"],\"destination\":";

    assertThat(valid(Api.TELEMETRY, head + "{\"protocol\":\"TCP\",\"port\":9000}}").destination())
        .isEqualTo(new Destination.Tcp(9000));
    assertThat(
            valid(
                    Api.TELEMETRY,
                    head + "{\"protocol\":\"TCP\",\"URI\":\"tcp://sandbox.localdomain:9000\"}}")
                .destination())
        .isEqualTo(new Destination.Tcp(9000));
  }

  @Test
  void theLogsApiHasItsOwnVersionsAndMethods() {
    Subscription subscription =
        valid(
            Api.LOGS,
            "{\"types\":[\"platform\"],\"destination\":{\"protocol\":\"HTTP\",\"method\":\"PUT\","
                + "\"encoding\":\"JSON\",\"URI\":\"http://sandbox.localdomain:80\"}}");

    assertThat(subscription.schema()).isEqualTo(Schema.LOGS_2020_08_15);
    assertThat(subscription.destination()).isEqualTo(new Destination.Http(80, "PUT", "/"));
    assertThat(
            invalid(
                Api.LOGS,
                "{\"schemaVersion\":\"2022-07-01\",\"types\":[\"platform\"]," + HTTP + "}"))
        .isEqualTo("schemaVersion: \"2022-07-01\" (expected: one of 2020-08-15, 2021-03-18)");
  }

  @Test
  void saysAllThatIsWrongAtOnce() {
    assertThat(
            invalid(
                Api.TELEMETRY,
                "{\"schemaVersion\":\"2022-07-01\",\"types\":[],\"destination\":"
                    + "{\"protocol\":\"HTTP\",\"URI\":\"http://sandbox.localdomain\"}}"))
        .isEqualTo("URI port is not provided; types should not be empty");
  }

  @ParameterizedTest
  @CsvSource({
    "maxBytes, 262143",
    "maxBytes, 1048577",
    "maxItems, 999",
    "maxItems, 10001",
    "timeoutMs, 24",
    "timeoutMs, 30001",
    "timeoutMs, -1",
    "timeoutMs, 100.5",
    "timeoutMs, 99999999999999999999",
    "timeoutMs, true"
  })
  void limitsOfBufferingAreKept(String name, String value) {
    assertThat(
            invalid(
                Api.TELEMETRY,
                "{\"schemaVersion\":\"2022-07-01\",\"types\":[\"platform\"],\"buffering\":{\""
                    + name
                    + "\":"
                    + value
                    + "},"
                    + HTTP
                    + "}"))
        .startsWith("buffering." + name + ": ")
        .contains("(expected: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com:80",
        "http://127.0.0.1:80",
        "http://sandbox.localdomain@evil.example:80",
        "http://user@sandbox.localdomain:80",
        "https://sandbox.localdomain:80",
        "http://sandbox.localdomain:0",
        "http://sandbox.localdomain:65536",
        "http://sandbox.localdomain:80/\\r\\nX: y",
        "http://sandbox.localdomain:80/a b",
        "//sandbox.localdomain:80",
        "",
        "mailto:a@sandbox.localdomain"
      })
  void onlyAPortOfTheSandboxIsADestination(String uri) {
    assertThat(
            invalid(
                Api.TELEMETRY,
                "{\"schemaVersion\":\"2022-07-01\",\"types\":[\"platform\"],\"destination\":"
                    + "{\"protocol\":\"HTTP\",\"URI\":\""
                    + uri
                    + "\"}}"))
        .startsWith("destination.URI: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "17",
        "{",
        "{}",
        "{\"schemaVersion\":7,\"types\":\"platform\",\"destination\":[]}",
        "{\"schemaVersion\":\"2022-07-01\",\"types\":[\"network\"],\"destination\":{\"protocol\":\"UDP\"}}",
        "{\"schemaVersion\":\"2022-07-01\",\"types\":[[]],\"buffering\":7,\"destination\":null}",
        "{\"schemaVersion\":\"2022-07-01\",\"types\":[\"platform\"],\"destination\":{\"protocol\":\"TCP\",\"port\":\"9\"}}"
      })
  void whatIsNoSubscriptionIsRefusedWithAReason(String body) {
    assertThat(invalid(Api.TELEMETRY, body)).isNotBlank();
  }

  @Test
  void anyBytesAreReadOrRefused() {
    Random random = new Random(20_220_701);
    String whole = "{\"schemaVersion\":\"2022-07-01\",\"types\":[\"platform\"]," + HTTP + "}";
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = bytes(whole);
      for (int change = 0; change <= random.nextInt(3); change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (SubscribeRequest.read(Api.TELEMETRY, "agent", bytes) instanceof Reading.Invalid) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
  }

  private static Subscription valid(Api api, String body) {
    Reading reading = SubscribeRequest.read(api, "agent", bytes(body));
    assertThat(reading).isInstanceOf(Reading.Valid.class);
    return ((Reading.Valid) reading).subscription();
  }

  private static String invalid(Api api, String body) {
    Reading reading = SubscribeRequest.read(api, "agent", bytes(body));
    assertThat(reading).isInstanceOf(Reading.Invalid.class);
    return ((Reading.Invalid) reading).why();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
