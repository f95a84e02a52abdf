package dev.thaw.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.DataPlane;
import dev.thaw.gateway.TestFunctions;
import dev.thaw.gateway.rest.Integration;
import dev.thaw.gateway.rest.RestApi;
import dev.thaw.gateway.rest.RestApis;
import dev.thaw.gateway.rest.RestDoor;
import dev.thaw.gateway.rest.Stage;
import dev.thaw.lambda.FakeInvoker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RestFrontDoorTest extends FrontDoorContract {

  private static final String ID = "abcde12345";

  private int timeoutMs = 29_000;
  private String localPrefix = "";

  @Override
  String plane() {
    return "execute-api";
  }

  @Override
  DataPlane door(boolean strict) {
    RestApis apis =
        new RestApis() {
          @Override
          public boolean exists(String api) {
            return api.equals(ID);
          }

          @Override
          public Optional<Stage> stage(String api, String stage) {
            return api.equals(ID) && stage.equals("dev")
                ? Optional.of(deployed())
                : Optional.empty();
          }
        };
    return new FrontDoor(
        new RestDoor(apis, functions, invoker, timelines, strict, (stage, request, status) -> {})
            ::handle);
  }

  private Stage deployed() {
    Integration integration =
        new Integration(
            Integration.Type.AWS_PROXY,
            "POST",
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                + TestFunctions.ARN
                + "/invocations",
            Map.of(),
            Map.of(),
            "WHEN_NO_MATCH",
            Optional.empty(),
            timeoutMs,
            Optional.empty(),
            "INTERNET",
            List.of());
    RestApi.Method method =
        new RestApi.Method(
            "NONE",
            Optional.empty(),
            List.of(),
            false,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.of(integration),
            Map.of());
    RestApi api =
        new RestApi(
            ID,
            "api",
            "123456789012",
            "us-east-1",
            "r0",
            List.of("image/png"),
            OptionalInt.empty(),
            false,
            "HEADER",
            Optional.empty(),
            List.of(
                new RestApi.Resource("r0", "/", Map.of("ANY", method)),
                new RestApi.Resource("r1", "/{proxy+}", Map.of("ANY", method))),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of());
    return new Stage("dev", "d1", api, Map.of(), false, Map.of());
  }

  @Override
  String host() {
    return localPrefix.isEmpty() ? ID + ".execute-api.us-east-1.amazonaws.com" : "localhost";
  }

  @Override
  String prefix() {
    return localPrefix.isEmpty() ? "/dev" : localPrefix;
  }

  @Override
  int closedStatus() {
    return 500;
  }

  @Override
  String failure() {
    return "{\"message\":\"Internal server error\"}";
  }

  @Override
  int limit() {
    return 10 << 20;
  }

  @Test
  void aLocalPathLeadsToTheApi() {
    localPrefix = "/restapis/" + ID + "/dev/_user_request_";

    assertThat(get("/a/b").text()).isEqualTo("ok");
    assertThat(event().get("path")).isEqualTo("/a/b");
  }

  @Test
  void anAnswerThatComesTooLateIsNotSent() throws InterruptedException {
    timeoutMs = 50;
    CountDownLatch released = new CountDownLatch(1);
    invoker.behaviour =
        (function, request) -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return FakeInvoker.answered("{\"statusCode\":200,\"body\":\"late\"}".getBytes(UTF_8));
        };
    Thread release =
        Thread.startVirtualThread(() -> {
          Awaitility.await()
              .until(() ->
                  timelines.newest(1).getFirst().snapshot().phases().stream()
                      .anyMatch(phase -> phase.name().equals("timeout")));
          released.countDown();
        });
    RawHttp.Answer answer = get("/");

    assertThat(answer.status()).isEqualTo(504);
    assertThat(answer.text()).isEqualTo("{\"message\":\"Endpoint request timed out\"}");
    release.join();
  }
}
