package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.apigateway.DefinitionImport.BasePath;
import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// APIs from definitions in Swagger or OpenAPI.
final class ImportOperations {

  private final ApiStore apis;
  private final LongSupplier now;

  ImportOperations(ApiStore apis, LongSupplier now) {
    this.apis = apis;
    this.now = now;
  }

  Map<String, Handler> handlers() {
    return Map.of("ImportRestApi", this::create, "PutRestApi", this::put);
  }

  private Answer create(Call call) {
    Document input = call.input();
    Definition definition = definition(input);
    Map<String, String> parameters = input.textMap("parameters");
    Api created =
        apis.create(
            call.scope(),
            api -> {
              RestApiSettings.begin(api.settings(), now.getAsLong());
              String types = parameters.getOrDefault("endpointConfigurationTypes", "");
              if (!types.isEmpty()) {
                Tree.child(api.settings(), "endpointConfiguration")
                    .put("types", new ArrayList<Object>(List.of(types.split(","))));
              }
              new DefinitionImport(api, definition, base(parameters))
                  .run(input.flag("failOnWarnings"));
            });
    return RestApiOperations.shown(created);
  }

  private Answer put(Call call) {
    Document input = call.input();
    Definition definition = definition(input);
    return apis.change(
        call,
        api -> {
          if (input.optionalText("mode").orElse("merge").equals("overwrite")) {
            DefinitionImport.clear(api);
          }
          new DefinitionImport(api, definition, base(input.textMap("parameters")))
              .run(input.flag("failOnWarnings"));
          return RestApiOperations.shown(api);
        });
  }

  private static Definition definition(Document input) {
    return Definition.read(input.optionalBlob("body").map(Blob::bytes).orElse(new byte[0]));
  }

  private static BasePath base(Map<String, String> parameters) {
    return BasePath.of(parameters.getOrDefault("basepath", ""));
  }
}
