package dev.thaw.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.gateway.rest.Integration;
import dev.thaw.gateway.rest.RestApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionImportTest {

  private static final String SWAGGER = resource("shop-swagger.json");
  private static final String OPENAPI = resource("shop-openapi.yaml");

  @TempDir Path folder;
  private GatewayWorld world;

  static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(DefinitionImportTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  @BeforeEach
  void open() {
    world = new GatewayWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private RestApi deployed(String api) {
    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    return world.deployed().stage(api, "dev").orElseThrow().api();
  }

  private static List<String> paths(RestApi api) {
    return api.resources().stream().map(RestApi.Resource::path).sorted().toList();
  }

  @Test
  void makesTheTreeOfResources() {
    RestApi api = deployed(world.imported(SWAGGER).text("id"));
    assertThat(paths(api))
        .containsExactly("/", "/files", "/files/{proxy+}", "/orders", "/orders/{id}");
  }

  @Test
  void readsIntegrationsInAnyCase() {
    RestApi api = deployed(world.imported(SWAGGER).text("id"));
    Integration root = GatewayWorld.method(api, "/", "GET").integration().orElseThrow();
    assertThat(root.type()).isEqualTo(Integration.Type.AWS_PROXY);
    assertThat(root.passthrough()).isEqualTo("WHEN_NO_MATCH");
    assertThat(root.contentHandling()).contains(Integration.ContentHandling.CONVERT_TO_TEXT);
    Integration files =
        GatewayWorld.method(api, "/files/{proxy+}", "ANY").integration().orElseThrow();
    assertThat(files.type()).isEqualTo(Integration.Type.HTTP_PROXY);
    assertThat(files.verb()).isEqualTo("ANY");
    assertThat(files.timeoutMs()).isEqualTo(1000);
    assertThat(files.parameters())
        .containsEntry("integration.request.path.proxy", "method.request.path.proxy");
  }

  @Test
  void readsSecurity() {
    RestApi api = deployed(world.imported(SWAGGER).text("id"));
    RestApi.Method order = GatewayWorld.method(api, "/orders/{id}", "POST");
    assertThat(order.authorization()).isEqualTo("CUSTOM");
    assertThat(order.keyRequired()).isTrue();
    assertThat(api.authorizers())
        .hasEntrySatisfying(
            order.authorizer().orElseThrow(),
            door -> {
              assertThat(door.identitySource()).isEqualTo("method.request.header.Authorization");
              assertThat(door.ttlSeconds()).isEqualTo(60);
            });
    assertThat(GatewayWorld.method(api, "/files/{proxy+}", "ANY").authorization())
        .isEqualTo("AWS_IAM");
  }

  @Test
  void readsParametersModelsAndValidators() {
    RestApi api = deployed(world.imported(SWAGGER).text("id"));
    RestApi.Method order = GatewayWorld.method(api, "/orders/{id}", "POST");
    assertThat(order.parameters())
        .isEqualTo(
            Map.of(
                "method.request.path.id", true,
                "method.request.header.X-Trace", false,
                "method.request.querystring.page", true));
    assertThat(order.models()).isEqualTo(Map.of("application/json", "Order"));
    assertThat(order.operationName()).contains("order");
    assertThat(api.validators().get(order.validator().orElseThrow()))
        .isEqualTo(new RestApi.Validator("all", true, true));
    assertThat(api.models().get("Order"))
        .contains("https://apigateway.amazonaws.com/restapis/" + api.id() + "/models/Item");
  }

  @Test
  void readsWhatBelongsToTheWholeApi() {
    RestApi api = deployed(world.imported(SWAGGER).text("id"));
    assertThat(api.binaryMediaTypes()).containsExactly("image/png", "application/zip");
    assertThat(api.minimumCompressionSize()).hasValue(1024);
    assertThat(api.policy().orElseThrow()).contains("2012-10-17");
    assertThat(api.responses().keySet()).containsExactly("DEFAULT_4XX");
  }

  @Test
  void readsOpenApiInYaml() {
    RestApi api = deployed(world.imported(OPENAPI).text("id"));
    assertThat(api.closed()).isTrue();
    RestApi.Method method = GatewayWorld.method(api, "/orders/{id}", "PUT");
    assertThat(method.authorization()).isEqualTo("COGNITO_USER_POOLS");
    assertThat(method.scopes()).containsExactly("orders/write");
    assertThat(method.parameters()).isEqualTo(Map.of("method.request.path.id", true));
    assertThat(method.models()).isEqualTo(Map.of("application/json", "Order"));
    Integration integration = method.integration().orElseThrow();
    assertThat(integration.passthrough()).isEqualTo("WHEN_NO_TEMPLATES");
    assertThat(integration.responses())
        .extracting(Integration.Response::status)
        .containsExactly("200", "400");
    assertThat(integration.responses().getFirst().selection()).isEmpty();
    assertThat(integration.responses().getLast().selection()).contains(".*refused.*");
  }

  @Test
  void putsTheBasePathWhereItIsWanted() {
    assertThat(pathsWith("prepend")).contains("/v1/shop/orders/{id}");
    assertThat(pathsWith("split")).contains("/shop/orders/{id}").doesNotContain("/v1");
    assertThat(pathsWith("ignore")).contains("/orders/{id}");
    assertThatThrownBy(() -> pathsWith("drop"))
        .hasMessage(
            "BadRequestException: Invalid basepath mode: 'drop' (expected: ignore, prepend or split)");
  }

  private List<String> pathsWith(String basePath) {
    Document api =
        world.call(
            "ImportRestApi",
            "body",
            Blob.of(OPENAPI.getBytes(StandardCharsets.UTF_8)),
            "parameters",
            Map.of("basepath", basePath));
    return world.call("GetResources", "restApiId", api.text("id")).documents("items").stream()
        .map(resource -> resource.text("path"))
        .toList();
  }

  @Test
  void mergesIntoWhatIsThere() {
    String id = world.hello();
    put(id, "merge", SWAGGER);
    RestApi api = deployed(id);
    assertThat(paths(api)).contains("/hello", "/orders/{id}");
    put(id, "merge", SWAGGER);
    assertThat(deployed(id).authorizers()).hasSize(1);
  }

  @Test
  void overwritesWhatIsThere() {
    String id = world.hello();
    String root = world.call("GetRestApi", "restApiId", id).text("rootResourceId");
    world.patch("UpdateRestApi", "add", "/binaryMediaTypes/*~1*", "", "restApiId", id);
    put(id, "overwrite", OPENAPI);
    RestApi api = deployed(id);
    assertThat(paths(api)).containsExactly("/", "/orders", "/orders/{id}");
    assertThat(api.rootResource()).isEqualTo(root);
    assertThat(api.binaryMediaTypes()).isEmpty();
  }

  private void put(String api, String mode, String definition) {
    world.call(
        "PutRestApi",
        "restApiId",
        api,
        "mode",
        mode,
        "body",
        Blob.of(definition.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void tellsAllErrorsAtOnceAndChangesNothing() {
    String id = world.hello();
    String broken =
        """
        {"swagger": "2.0", "info": {"title": "broken"}, "paths": {
          "/a": {"get": {"x-amazon-apigateway-integration":
            {"type": "aws_proxy", "httpMethod": "POST", "uri": "nowhere"}}},
          "/{b}": {}, "/{c}": {}}}
        """;
    assertThatThrownBy(() -> put(id, "overwrite", broken))
        .hasMessage(
            """
            BadRequestException: Errors found during import:
            \tUnable to put integration on 'GET' for resource at path '/a': Invalid ARN specified in the request
            \tUnable to create resource at path '/{c}': A sibling ({b}) of this resource already has a variable path part -- only one is allowed\
            """);
    assertThat(world.call("GetRestApi", "restApiId", id).text("name")).isEqualTo("hello");
    assertThat(world.call("GetResources", "restApiId", id).documents("items")).hasSize(2);
  }

  @Test
  void warnsOfWhatItLeavesOutAndFailsOnThatIfAsked() {
    String odd =
        """
        {"swagger": "2.0", "info": {"title": "odd"}, "x-amazon-apigateway-documentation": {}, "paths": {}}
        """;
    Document api = world.imported(odd);
    assertThat(api.texts("warnings"))
        .containsExactly("'x-amazon-apigateway-documentation' is not supported; it is ignored");
    assertThatThrownBy(() ->
            world.call(
                "ImportRestApi",
                "failOnWarnings",
                true,
                "body",
                Blob.of(odd.getBytes(StandardCharsets.UTF_8))))
        .hasMessageStartingWith("BadRequestException: Warnings found during import:");
  }

  @Test
  void neverShowsHalfOfADefinition() throws Exception {
    String id = world.imported(SWAGGER).text("id");
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<?> writing =
          writer.submit(() -> {
            for (int i = 0; i < 40; i++) {
              put(id, "overwrite", i % 2 == 0 ? OPENAPI : SWAGGER);
              world.call("CreateDeployment", "restApiId", id, "stageName", "dev");
            }
          });
      while (!writing.isDone()) {
        assertThat(world.call("GetResources", "restApiId", id).documents("items").size())
            .isIn(3, 5);
        world
            .deployed()
            .stage(id, "dev")
            .ifPresent(stage -> assertThat(stage.api().resources().size()).isIn(3, 5));
      }
      writing.get();
    }
  }

  @Test
  void exportsWhatItImports() {
    String id = world.imported(SWAGGER).text("id");
    RestApi first = deployed(id);
    for (String type : List.of("swagger", "oas30")) {
      for (String accept : List.of("application/json", "application/yaml")) {
        Document export =
            world.call(
                "GetExport",
                "restApiId",
                id,
                "stageName",
                "dev",
                "exportType",
                type,
                "accepts",
                accept,
                "parameters",
                Map.of("extensions", "apigateway"));
        String text =
            new String(export.optionalBlob("body").orElseThrow().bytes(), StandardCharsets.UTF_8);
        RestApi again = deployed(world.imported(text).text("id"));
        assertThat(paths(again)).isEqualTo(paths(first));
        for (RestApi.Resource resource : first.resources()) {
          resource
              .methods()
              .forEach((verb, method) ->
                  assertThat(GatewayWorld.method(again, resource.path(), verb).integration())
                      .isEqualTo(method.integration()));
        }
        assertThat(again.binaryMediaTypes()).isEqualTo(first.binaryMediaTypes());
        assertThat(again.authorizers()).hasSameSizeAs(first.authorizers());
      }
    }
  }
}
