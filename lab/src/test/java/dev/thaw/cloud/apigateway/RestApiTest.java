package dev.thaw.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.gateway.rest.Stage;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestApiTest {

  @TempDir Path folder;
  private GatewayWorld world;

  @BeforeEach
  void open() {
    world = new GatewayWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).hasMessage(message);
  }

  private Document patch(String api, String op, String path, String value) {
    return world.patch("UpdateRestApi", op, path, value, "restApiId", api);
  }

  private String api() {
    return world.call("CreateRestApi", "name", "one").text("id");
  }

  @Test
  void givesIdsThatAHostCanCarry() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      ids.add(api());
    }
    assertThat(ids).hasSize(20).allMatch(id -> id.matches("[a-z0-9]{10}"));
  }

  @Test
  void showsAnApiToItsOwnAccountAndRegionOnly() {
    String api = api();
    Scope other = new Scope("us-east-1", "111122223333", "", Optional.empty());
    refuses(
        () -> world.call(other, "GetRestApi", "restApiId", api),
        "NotFoundException: Invalid API identifier specified 111122223333:" + api);
    assertThat(world.call(other, "GetRestApis").documents("items")).isEmpty();
    assertThat(world.deployed().exists(api)).isTrue();
  }

  @Test
  void listsInPages() {
    for (int i = 0; i < 5; i++) {
      api();
    }
    Set<String> seen = new HashSet<>();
    Document page = world.call("GetRestApis", "limit", 2L);
    while (true) {
      page.documents("items").forEach(item -> seen.add(item.text("id")));
      Optional<String> position = page.optionalText("position");
      if (position.isEmpty()) {
        break;
      }
      page = world.call("GetRestApis", "limit", 2L, "position", position.get());
    }
    assertThat(seen).hasSize(5);
    refuses(
        () -> world.call("GetRestApis", "position", "%%%"),
        "BadRequestException: Invalid position parameter: %%%");
  }

  @Test
  void patchesBinaryMediaTypesByTheirEscapedNames() {
    String api = api();
    patch(api, "add", "/binaryMediaTypes/*~1*", "");
    patch(api, "add", "/binaryMediaTypes/image~1png", "");
    patch(api, "replace", "/binaryMediaTypes/image~1png", "image~1jpeg");
    assertThat(patch(api, "remove", "/binaryMediaTypes/*~1*", "").texts("binaryMediaTypes"))
        .containsExactly("image/jpeg");
    assertThatThrownBy(() -> patch(api, "remove", "/binaryMediaTypes/no~1such", ""))
        .hasMessageStartingWith("NotFoundException");
  }

  @Test
  void takesNoSizeForNoCompression() {
    String api = api();
    assertThat(
            patch(api, "replace", "/minimumCompressionSize", "0").number("minimumCompressionSize"))
        .isZero();
    assertThat(patch(api, "replace", "/minimumCompressionSize", "").has("minimumCompressionSize"))
        .isFalse();
    refuses(
        () -> patch(api, "replace", "/minimumCompressionSize", "-1"),
        "BadRequestException: Invalid minimum compression size, must be between 0 and 10485760");
  }

  @Test
  void replacesTheTypeOfItsEndpoint() {
    String api = api();
    Document after = patch(api, "replace", "/endpointConfiguration/types/EDGE", "REGIONAL");
    assertThat(after.document("endpointConfiguration").texts("types")).containsExactly("REGIONAL");
    assertThatThrownBy(() -> patch(api, "replace", "/endpointConfiguration/types/EDGE", "PRIVATE"))
        .hasMessageStartingWith("BadRequestException: Invalid patch path");
  }

  @Test
  void refusesUnknownPatchesWholly() {
    String api = api();
    assertThatThrownBy(() ->
            world.call(
                "UpdateRestApi",
                "restApiId",
                api,
                "patchOperations",
                List.of(
                    Map.of("op", "replace", "path", "/name", "value", "two"),
                    Map.of("op", "replace", "path", "/nonsense", "value", "x"))))
        .hasMessageStartingWith(
            "BadRequestException: Invalid patch path '/nonsense' specified for op 'replace'. Must be one of: [/name,");
    assertThat(world.call("GetRestApi", "restApiId", api).text("name")).isEqualTo("one");
  }

  @Test
  void neverLosesOneOfTwoChangesAtOnce() throws Exception {
    String api = api();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Document>> changes =
          IntStream.range(0, 40)
              .mapToObj(
                  i -> threads.submit(() -> patch(api, "add", "/binaryMediaTypes/a~1" + i, "")))
              .toList();
      for (Future<Document> change : changes) {
        change.get();
      }
    }
    assertThat(world.call("GetRestApi", "restApiId", api).texts("binaryMediaTypes")).hasSize(40);
  }

  @Test
  void tagsApisAndStages() {
    String api = world.hello();
    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    for (String arn :
        List.of(
            "arn:aws:apigateway:eu-west-1::/restapis/" + api,
            "arn:aws:apigateway:eu-west-1::/restapis/" + api + "/stages/dev")) {
      world.call("TagResource", "resourceArn", arn, "tags", Map.of("a", "1", "b", "2"));
      world.call("UntagResource", "resourceArn", arn, "tagKeys", List.of("a"));
      assertThat(world.call("GetTags", "resourceArn", arn).textMap("tags"))
          .isEqualTo(Map.of("b", "2"));
    }
    assertThatThrownBy(() -> world.call("GetTags", "resourceArn", "arn:aws:s3:::x"))
        .hasMessageStartingWith("BadRequestException: Invalid resource ARN specified");
  }

  @Test
  void answersTheAccountAndItsRole() {
    assertThat(world.call("GetAccount").document("throttleSettings").number("burstLimit"))
        .isEqualTo(5000);
    String role = "arn:aws:iam::111122223333:role/logs";
    world.patch("UpdateAccount", "replace", "/cloudwatchRoleArn", role);
    assertThat(world.call("GetAccount").text("cloudwatchRoleArn")).isEqualTo(role);
  }

  @Test
  void showsTheValueOfAKeyOnlyIfAsked() {
    Document key = world.call("CreateApiKey", "name", "k", "value", "v".repeat(20));
    assertThat(key.flag("enabled")).isFalse();
    assertThat(world.call("GetApiKeys").documents("items").getFirst().has("value")).isFalse();
    assertThat(
            world.call("GetApiKey", "apiKey", key.text("id"), "includeValue", true).text("value"))
        .isEqualTo("v".repeat(20));
    refuses(
        () -> world.call("CreateApiKey", "name", "k", "value", "v".repeat(20)),
        "ConflictException: API Key already exists");
    refuses(
        () -> world.call("CreateApiKey", "name", "k", "value", "short"),
        "BadRequestException: API Key value should be at least 20 characters");
    refuses(
        () -> world.call("GetApiKey", "apiKey", "none"),
        "NotFoundException: Invalid API Key identifier specified");
  }

  @Test
  void saysThatCachesAndCanariesAreNotThere() {
    String api = world.hello();
    assertThatThrownBy(() ->
            world.call(
                "CreateDeployment",
                "restApiId",
                api,
                "stageName",
                "dev",
                "cacheClusterEnabled",
                true))
        .hasMessage(
            "NotImplemented: thaw does not emulate cache clusters of stages (cacheClusterEnabled) of apigateway (AWS does)");
    assertThatThrownBy(
            () -> world.call("CreateDeployment", "restApiId", api, "canarySettings", Map.of()))
        .hasMessageStartingWith("NotImplemented");
    assertThatThrownBy(() -> world.call("GetUsagePlans")).hasMessageContaining("GetUsagePlans");
  }

  @Test
  void fallsBackToTheGeneralGatewayResponse() {
    String api = api();
    world.call(
        "PutGatewayResponse",
        "restApiId",
        api,
        "responseType",
        "DEFAULT_4XX",
        "responseParameters",
        Map.of("gatewayresponse.header.X", "'y'"));
    Document shown =
        world.call("GetGatewayResponse", "restApiId", api, "responseType", "THROTTLED");
    assertThat(shown.text("statusCode")).isEqualTo("429");
    assertThat(shown.flag("defaultResponse")).isTrue();
    assertThat(shown.textMap("responseParameters"))
        .containsEntry("gatewayresponse.header.X", "'y'");
    Document own =
        world.patch(
            "UpdateGatewayResponse",
            "replace",
            "/statusCode",
            "418",
            "restApiId",
            api,
            "responseType",
            "THROTTLED");
    assertThat(own.flag("defaultResponse")).isFalse();
    world.call("DeleteGatewayResponse", "restApiId", api, "responseType", "THROTTLED");
    assertThatThrownBy(() ->
            world.call("DeleteGatewayResponse", "restApiId", api, "responseType", "THROTTLED"))
        .hasMessageStartingWith("NotFoundException");
  }

  @Test
  void refusesAPolicyThatIsNoDocument() {
    String api = api();
    refuses(
        () -> patch(api, "replace", "/policy", "open"),
        "BadRequestException: Invalid policy document. Please check the policy syntax and ensure that Principals are valid.");
    assertThat(patch(api, "replace", "/policy", "{}").text("policy")).isEqualTo("{}");
    assertThat(patch(api, "replace", "/policy", "").has("policy")).isFalse();
  }

  @Test
  void patchesAStageAsZappaDoes() {
    String api = world.hello();
    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    for (String[] step :
        new String[][] {
          {"/*/*/logging/loglevel", "INFO"},
          {"/*/*/logging/dataTrace", "true"},
          {"/*/*/metrics/enabled", "True"},
          {"/*/*/caching/ttlInSeconds", "60"},
          {"/*/*/caching/dataEncrypted", "false"},
          {"/~1hello/GET/throttling/rateLimit", "2.5"},
          {"/variables/NAME", "value"},
          {"/tracingEnabled", "true"}
        }) {
      world.patch("UpdateStage", "replace", step[0], step[1], "restApiId", api, "stageName", "dev");
    }
    Stage stage = world.deployed().stage(api, "dev").orElseThrow();
    assertThat(stage.settings().keySet()).containsExactlyInAnyOrder("*/*", "hello/GET");
    assertThat(stage.settings())
        .containsEntry(
            "*/*",
            new Stage.MethodSettings(true, "INFO", true, Optional.of(5000), Optional.of(10_000.0)));
    assertThat(stage.variables()).containsEntry("NAME", "value");
    assertThat(stage.tracing()).isTrue();
    for (String[] step :
        new String[][] {
          {"/*/*/logging/loglevel", "LOUD"},
          {"/*/*/metrics/enabled", "maybe"},
          {"/*/*/throttling/rateLimit", "NaN"},
          {"/variables/a-b", "x"},
          {"/deploymentId", "none"},
          {"/a/b/c", "x"},
          {"nothing", "x"}
        }) {
      assertThatThrownBy(() ->
              world.patch(
                  "UpdateStage", "replace", step[0], step[1], "restApiId", api, "stageName", "dev"))
          .hasMessageStartingWith("BadRequestException: ");
    }
    assertThatThrownBy(() ->
            world.patch(
                "UpdateStage",
                "replace",
                "/canarySettings/percentTraffic",
                "5",
                "restApiId",
                api,
                "stageName",
                "dev"))
        .hasMessageStartingWith("NotImplemented");
  }
}
