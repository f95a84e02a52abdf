package dev.thaw.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Document;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodTest {

  @TempDir Path folder;
  private GatewayWorld world;
  private String api;
  private String root;

  @BeforeEach
  void open() {
    world = new GatewayWorld(folder);
    Document created = world.call("CreateRestApi", "name", "one");
    api = created.text("id");
    root = created.text("rootResourceId");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Document resource(String parent, String part) {
    return world.call("CreateResource", "restApiId", api, "parentId", parent, "pathPart", part);
  }

  /// Calls an operation on a method of the root.
  private Document on(String operation, String verb, Object... more) {
    Object[] all = Arrays.copyOf(more, more.length + 6);
    Object[] fixed = {"restApiId", api, "resourceId", root, "httpMethod", verb};
    System.arraycopy(fixed, 0, all, more.length, fixed.length);
    return world.call(operation, all);
  }

  private void put(String verb) {
    on("PutMethod", verb, "authorizationType", "NONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"users", "a.b_c-d:e", "{id}", "{proxy+}"})
  void takesParts(String part) {
    assertThat(resource(root, part).text("path")).isEqualTo("/" + part);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "", "{a", "a}", "{}", "{a}b", "a b", "..%2f", "{a+", "$x"})
  void refusesParts(String part) {
    assertThatThrownBy(() -> resource(root, part))
        .hasMessageStartingWith("BadRequestException: Resource's path part only allow");
  }

  @Test
  void refusesSiblingsThatCannotBeToldApart() {
    resource(root, "users");
    resource(root, "{id}");
    assertThatThrownBy(() -> resource(root, "users"))
        .hasMessage(
            "ConflictException: Another resource with the same parent already has this name: users");
    assertThatThrownBy(() -> resource(root, "{proxy+}"))
        .hasMessage(
            "BadRequestException: A sibling ({id}) of this resource already has a variable path part -- only one is allowed");
  }

  @Test
  void refusesChildrenOfAGreedyPart() {
    String greedy = resource(root, "{proxy+}").text("id");
    assertThatThrownBy(() -> resource(greedy, "x"))
        .hasMessage(
            "BadRequestException: Cannot create a child of a resource with a greedy path variable: {proxy+}");
  }

  @Test
  void movesWhatIsBelowAResource() {
    String a = resource(root, "a").text("id");
    String b = resource(a, "b").text("id");
    world.patch("UpdateResource", "replace", "/pathPart", "x", "restApiId", api, "resourceId", a);
    assertThat(world.call("GetResource", "restApiId", api, "resourceId", b).text("path"))
        .isEqualTo("/x/b");
    assertThatThrownBy(() ->
            world.patch(
                "UpdateResource", "replace", "/parentId", b, "restApiId", api, "resourceId", a))
        .hasMessageStartingWith("BadRequestException: Resource cannot be its own ancestor");
  }

  @Test
  void deletesWhatIsBelowAResource() {
    String a = resource(root, "a").text("id");
    String b = resource(a, "b").text("id");
    world.call("DeleteResource", "restApiId", api, "resourceId", a);
    assertThatThrownBy(() -> world.call("GetResource", "restApiId", api, "resourceId", b))
        .hasMessage("NotFoundException: Invalid Resource identifier specified");
    assertThatThrownBy(() -> world.call("DeleteResource", "restApiId", api, "resourceId", root))
        .hasMessageStartingWith("BadRequestException");
  }

  @Test
  void refusesMethodsThatCannotBe() {
    put("GET");
    assertThatThrownBy(() -> put("GET"))
        .hasMessage("ConflictException: Method already exists for this resource");
    assertThatThrownBy(() -> put("FETCH")).hasMessageStartingWith("BadRequestException");
    assertThatThrownBy(() -> on("PutMethod", "PUT", "authorizationType", "CUSTOM"))
        .hasMessage(
            "BadRequestException: Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.");
    assertThatThrownBy(() -> on("GetMethod", "PUT"))
        .hasMessage("NotFoundException: Invalid Method identifier specified");
  }

  @Test
  void showsMethodsWholeOnlyWhereTheyAreEmbedded() {
    put("GET");
    Document plain = world.call("GetResource", "restApiId", api, "resourceId", root);
    assertThat(plain.document("resourceMethods").document("GET").names()).isEmpty();
    Document whole =
        world.call(
            "GetResource", "restApiId", api, "resourceId", root, "embed", List.of("methods"));
    assertThat(whole.document("resourceMethods").document("GET").text("authorizationType"))
        .isEqualTo("NONE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HTTP_PROXY | ftp://example.com | Invalid HTTP endpoint specified for URI
          HTTP | example.com | Invalid HTTP endpoint specified for URI
          AWS | nowhere | Invalid ARN specified in the request
          AWS | arn:aws:apigateway:us-east-1:lambda:foo/bar | AWS ARN for integration must contain path or action
          AWS_PROXY | arn:aws:apigateway:us-east-1:dynamodb:action/Query | Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.
          """)
  void refusesTargetsThatCannotBe(String type, String uri, String message) {
    put("GET");
    assertThatThrownBy(() ->
            on("PutIntegration", "GET", "type", type, "integrationHttpMethod", "POST", "uri", uri))
        .hasMessage("BadRequestException: " + message);
    assertThatThrownBy(() -> on("GetIntegration", "GET"))
        .hasMessage("NotFoundException: Invalid Integration identifier specified");
  }

  @Test
  void asksForTheVerbOfAnIntegration() {
    put("GET");
    assertThatThrownBy(
            () -> on("PutIntegration", "GET", "type", "AWS", "uri", GatewayWorld.FUNCTION))
        .hasMessage("BadRequestException: Enumeration value for HttpMethod must be non-empty");
    on("PutIntegration", "GET", "type", "MOCK");
    assertThat(on("GetIntegration", "GET").text("passthroughBehavior")).isEqualTo("WHEN_NO_MATCH");
  }

  @Test
  void mapsOnlyHeadersThatTheMethodDeclares() {
    put("OPTIONS");
    on("PutIntegration", "OPTIONS", "type", "MOCK");
    Map<String, String> headers = Map.of("method.response.header.X", "'y'");
    assertThatThrownBy(() ->
            on(
                "PutIntegrationResponse",
                "OPTIONS",
                "statusCode",
                "200",
                "responseParameters",
                headers))
        .hasMessageContaining("No method response exists for method.");
    on(
        "PutMethodResponse",
        "OPTIONS",
        "statusCode",
        "200",
        "responseParameters",
        Map.of("method.response.header.X", false));
    on("PutIntegrationResponse", "OPTIONS", "statusCode", "200", "responseParameters", headers);
    assertThat(
            on("GetIntegrationResponse", "OPTIONS", "statusCode", "200")
                .textMap("responseParameters"))
        .isEqualTo(headers);
    assertThatThrownBy(() -> on("GetIntegrationResponse", "OPTIONS", "statusCode", "404"))
        .hasMessage("NotFoundException: Invalid Response status code specified");
  }

  @Test
  void patchesAnIntegration() {
    put("POST");
    on(
        "PutIntegration",
        "POST",
        "type",
        "AWS_PROXY",
        "integrationHttpMethod",
        "POST",
        "uri",
        GatewayWorld.FUNCTION);
    Document after =
        on(
            "UpdateIntegration",
            "POST",
            "patchOperations",
            List.of(
                Map.of("op", "replace", "path", "/timeoutInMillis", "value", "500"),
                Map.of("op", "add", "path", "/requestTemplates/application~1json", "value", "{}")));
    assertThat(after.number("timeoutInMillis")).isEqualTo(500);
    assertThat(after.textMap("requestTemplates")).containsEntry("application/json", "{}");
    assertThatThrownBy(() ->
            on(
                "UpdateIntegration",
                "POST",
                "patchOperations",
                List.of(Map.of("op", "replace", "path", "/timeoutInMillis", "value", "5"))))
        .hasMessage("BadRequestException: Timeout should be between 50 ms and 29000 ms");
  }

  @Test
  void keepsAnAuthorizerThatAMethodUses() {
    String authorizer =
        world
            .call(
                "CreateAuthorizer",
                "restApiId",
                api,
                "name",
                "door",
                "type",
                "TOKEN",
                "authorizerUri",
                GatewayWorld.FUNCTION)
            .text("id");
    on("PutMethod", "GET", "authorizationType", "CUSTOM", "authorizerId", authorizer);
    assertThatThrownBy(
            () -> world.call("DeleteAuthorizer", "restApiId", api, "authorizerId", authorizer))
        .hasMessageStartingWith("ConflictException");
    on("DeleteMethod", "GET");
    world.call("DeleteAuthorizer", "restApiId", api, "authorizerId", authorizer);
    assertThatThrownBy(
            () -> world.call("GetAuthorizer", "restApiId", api, "authorizerId", authorizer))
        .hasMessage("NotFoundException: Invalid Authorizer identifier specified");
  }

  @Test
  void refusesAuthorizersThatCannotBe() {
    assertThatThrownBy(() ->
            world.call(
                "CreateAuthorizer",
                "restApiId",
                api,
                "name",
                "door",
                "type",
                "TOKEN",
                "authorizerUri",
                "nowhere"))
        .hasMessageStartingWith("BadRequestException: Invalid Authorizer URI: nowhere");
    assertThatThrownBy(() ->
            world.call(
                "CreateAuthorizer", "restApiId", api, "name", "door", "type", "COGNITO_USER_POOLS"))
        .hasMessageStartingWith("BadRequestException: Invalid Provider ARN");
  }

  @Test
  void keepsAModelThatAMethodUses() {
    assertThat(world.call("GetModels", "restApiId", api).documents("items"))
        .extracting(model -> model.text("name"))
        .containsExactly("Empty", "Error");
    world.call(
        "CreateModel",
        "restApiId",
        api,
        "name",
        "Order",
        "contentType",
        "application/json",
        "schema",
        "{\"type\":\"object\"}");
    on(
        "PutMethod",
        "POST",
        "authorizationType",
        "NONE",
        "requestModels",
        Map.of("application/json", "Order"));
    assertThatThrownBy(() -> world.call("DeleteModel", "restApiId", api, "modelName", "Order"))
        .hasMessageStartingWith("ConflictException: Cannot delete model 'Order'");
    assertThatThrownBy(() -> world.call("GetModel", "restApiId", api, "modelName", "None"))
        .hasMessage("NotFoundException: Invalid model name specified: None");
    assertThatThrownBy(() ->
            world.call(
                "CreateModel",
                "restApiId",
                api,
                "name",
                "Bad",
                "contentType",
                "application/json",
                "schema",
                "{"))
        .hasMessageStartingWith("BadRequestException: Invalid model specified");
  }

  @Test
  void validatesByValidatorsThatExist() {
    String validator =
        world
            .call(
                "CreateRequestValidator",
                "restApiId",
                api,
                "name",
                "all",
                "validateRequestBody",
                true)
            .text("id");
    on("PutMethod", "POST", "authorizationType", "NONE", "requestValidatorId", validator);
    assertThatThrownBy(
            () -> on("PutMethod", "PUT", "authorizationType", "NONE", "requestValidatorId", "none"))
        .hasMessage("BadRequestException: Invalid Request Validator identifier specified");
    assertThat(
            world
                .patch(
                    "UpdateRequestValidator",
                    "replace",
                    "/validateRequestParameters",
                    "true",
                    "restApiId",
                    api,
                    "requestValidatorId",
                    validator)
                .flag("validateRequestParameters"))
        .isTrue();
  }
}
