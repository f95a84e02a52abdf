package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Service.Handler;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Models: schemas of bodies, by name.
final class ModelOperations {

  private static final PatchTable PATCHES =
      new PatchTable()
          .texts("description")
          .rule(
              "/schema",
              (model, step) -> {
                requireJson(step.required());
                model.put("schema", step.required());
              },
              PatchTable.REPLACE);

  private final ApiStore apis;

  ModelOperations(ApiStore apis) {
    this.apis = apis;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateModel", this::create,
        "GetModel",
            call ->
                Answer.of(
                    apis.require(call).require(Section.MODELS, call.input().text("modelName"))),
        "GetModels",
            call -> Page.of(apis.require(call).values(Section.MODELS), "name", call.input()),
        "UpdateModel", this::update,
        "DeleteModel", this::delete);
  }

  private Answer create(Call call) {
    Document input = call.input();
    String name = input.text("name");
    return apis.change(
        call,
        api -> {
          if (api.find(Section.MODELS, name).isPresent()) {
            throw GatewayErrors.conflict("Model name already exists for this REST API");
          }
          return Answer.of(
              put(
                  api,
                  name,
                  input.optionalText("description"),
                  input.optionalText("contentType").orElse("application/json"),
                  input.optionalText("schema").orElse("")));
        });
  }

  /// @param schema JSON, or nothing
  static Map<String, Object> put(
      Api api, String name, Optional<String> description, String contentType, String schema) {
    if (!name.matches("[a-zA-Z0-9]+")) {
      throw GatewayErrors.badRequest("Model name must be alphanumeric: " + name);
    }
    if (!schema.isEmpty()) {
      requireJson(schema);
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("id", Ids.random(6));
    model.put("name", name);
    description.ifPresent(text -> model.put("description", text));
    model.put("schema", schema);
    model.put("contentType", contentType);
    api.all(Section.MODELS).put(name, model);
    return model;
  }

  private static void requireJson(String schema) {
    String flaw = Json.flaw(schema.getBytes(StandardCharsets.UTF_8));
    if (flaw != null) {
      throw GatewayErrors.badRequest(
          "Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema"
              + " specified: "
              + flaw
              + "]");
    }
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> model = api.require(Section.MODELS, call.input().text("modelName"));
          PATCHES.apply(call.input(), model);
          return Answer.of(model);
        });
  }

  private Answer delete(Call call) {
    String name = call.input().text("modelName");
    return apis.change(
        call,
        api -> {
          api.require(Section.MODELS, name);
          api.pathWhere(method -> names(method).contains(name))
              .ifPresent(path -> {
                throw GatewayErrors.conflict(
                    "Cannot delete model '%s', is referenced in method at %s"
                        .formatted(name, path));
              });
          api.remove(Section.MODELS, name);
          return Answer.empty();
        });
  }

  /// The models that a method speaks of.
  private static Set<String> names(Document method) {
    Set<String> names = new HashSet<>(method.textMap("requestModels").values());
    method
        .optionalDocument("methodResponses")
        .ifPresent(responses -> {
          for (String status : responses.names()) {
            names.addAll(responses.document(status).textMap("responseModels").values());
          }
        });
    return names;
  }
}
