package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.gateway.rest.RestApi;
import dev.thaw.gateway.rest.RestApis;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// API Gateway called as one service calls another.
final class GatewayWorld implements AutoCloseable {

  static final Scope SCOPE =
      new Scope("eu-west-1", "111122223333", "111122223333", Optional.empty());

  static final String FUNCTION =
      "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
          + "arn:aws:lambda:eu-west-1:111122223333:function:hello/invocations";

  private static final Models MODELS = Models.bundled();

  private final Store store;
  private final ApiGatewayService gateway;
  private final ServiceClient client;

  GatewayWorld(Path folder) {
    store = Store.open(folder);
    gateway = new ApiGatewayService(MODELS, store, Clock.system());
    client = new ServiceClient(() -> List.of(gateway.service()), Clock.system());
  }

  RestApis deployed() {
    return gateway.restApis();
  }

  /// @param input names and values in turn
  Document call(String operation, Object... input) {
    return call(SCOPE, operation, input);
  }

  Document call(Scope scope, String operation, Object... input) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < input.length; i += 2) {
      members.put((String) input[i], input[i + 1]);
    }
    return client.call(scope, "apigateway", operation, members);
  }

  /// Calls an Update operation with one step.
  ///
  /// @param input names and values in turn
  Document patch(String operation, String op, String path, String value, Object... input) {
    Object[] all = Arrays.copyOf(input, input.length + 2);
    all[input.length] = "patchOperations";
    all[input.length + 1] = List.of(Map.of("op", op, "path", path, "value", value));
    return call(operation, all);
  }

  /// An API with `GET /hello` behind a function; not deployed.
  String hello() {
    Document api = call("CreateRestApi", "name", "hello");
    String id = api.text("id");
    String resource =
        call(
                "CreateResource",
                "restApiId",
                id,
                "parentId",
                api.text("rootResourceId"),
                "pathPart",
                "hello")
            .text("id");
    call(
        "PutMethod",
        "restApiId",
        id,
        "resourceId",
        resource,
        "httpMethod",
        "GET",
        "authorizationType",
        "NONE");
    call(
        "PutIntegration",
        "restApiId",
        id,
        "resourceId",
        resource,
        "httpMethod",
        "GET",
        "type",
        "AWS_PROXY",
        "integrationHttpMethod",
        "POST",
        "uri",
        FUNCTION);
    return id;
  }

  /// Imports a definition.
  Document imported(String definition) {
    return call("ImportRestApi", "body", Blob.of(definition.getBytes(StandardCharsets.UTF_8)));
  }

  static RestApi.Method method(RestApi api, String path, String verb) {
    return api.resources().stream()
        .filter(resource -> resource.path().equals(path))
        .findFirst()
        .flatMap(resource -> Optional.ofNullable(resource.methods().get(verb)))
        .orElseThrow(() -> new AssertionError("no " + verb + " at " + path + " in " + api));
  }

  @Override
  public void close() {
    store.close();
  }

  /// For trying real tools by hand: `GatewayWorld FOLDER PORT`.
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    GatewayWorld world = new GatewayWorld(folder.resolve("state"));
    Contents contents = new Contents(folder.resolve("code"));
    Front front =
        new Front(
            MODELS,
            List.of(world.gateway.service()),
            Map.of(),
            List.of(),
            new Timelines(1000),
            contents.temporary(),
            Integer.parseInt(arguments[1]));
    front.start();
    System.out.println("listening on " + front.port());
    Thread.currentThread().join();
  }
}
