package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// Deployments: an API as it was at one moment, for stages to point to.
final class DeploymentOperations {

  private static final PatchTable PATCHES = new PatchTable().texts("description");

  private final ApiStore apis;
  private final LongSupplier now;

  DeploymentOperations(ApiStore apis, LongSupplier now) {
    this.apis = apis;
    this.now = now;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateDeployment", this::create,
        "GetDeployment", this::get,
        "GetDeployments",
            call -> Page.of(apis.require(call).values(Section.DEPLOYMENTS), "id", call.input()),
        "UpdateDeployment", this::update,
        "DeleteDeployment", this::delete);
  }

  private Answer create(Call call) {
    Document input = call.input();
    if (input.has("canarySettings")) {
      throw GatewayErrors.notEmulated("canary settings of deployments");
    }
    return apis.change(
        call,
        api -> {
          requireWhole(api);
          String id = Ids.partId(api.all(Section.DEPLOYMENTS)::containsKey);
          Map<String, Object> deployment = new LinkedHashMap<>();
          deployment.put("id", id);
          Tree.take(deployment, input, "description");
          deployment.put("createdDate", now.getAsLong());
          api.all(Section.DEPLOYMENTS).put(id, deployment);
          input
              .optionalText("stageName")
              .filter(name -> !name.isEmpty())
              .ifPresent(name -> point(api, name, id, input));
          apis.freeze(api, id);
          return Answer.of(Tree.shown(deployment));
        });
  }

  private static void requireWhole(Api api) {
    if (api.pathWhere(method -> !method.has("methodIntegration")).isPresent()) {
      throw GatewayErrors.badRequest("No integration defined for method");
    }
    if (api.pathWhere(method -> true).isEmpty()) {
      throw GatewayErrors.badRequest("The REST API doesn't contain any methods");
    }
  }

  /// Makes a stage, or points the one that is there to a new deployment.
  private void point(Api api, String name, String deployment, Document input) {
    StageSettings.requireName(name);
    Map<String, Object> stage =
        api.find(Section.STAGES, name)
            .orElseGet(() -> StageOperations.begin(name, deployment, now.getAsLong()));
    stage.put("deploymentId", deployment);
    input
        .optionalText("stageDescription")
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> stage.put("description", text));
    StageOperations.told(stage, input, now.getAsLong());
    api.all(Section.STAGES).put(name, stage);
  }

  private Answer get(Call call) {
    Api api = apis.require(call);
    String id = call.input().text("deploymentId");
    Map<String, Object> shown = Tree.shown(api.require(Section.DEPLOYMENTS, id));
    if (call.input().texts("embed").stream()
        .anyMatch(each -> each.equalsIgnoreCase("apisummary"))) {
      shown.put("apiSummary", summary(apis.frozen(api.id(), id).orElseThrow()));
    }
    return Answer.of(shown);
  }

  private static Map<String, Object> summary(Api frozen) {
    Map<String, Object> summary = new LinkedHashMap<>();
    for (Map<String, Object> resource : frozen.values(Section.RESOURCES)) {
      Map<String, Object> methods = new LinkedHashMap<>();
      Document given = new Document(Api.methods(resource));
      for (String verb : given.names()) {
        Document method = given.document(verb);
        methods.put(
            verb,
            Map.of(
                "authorizationType", method.text("authorizationType"),
                "apiKeyRequired", method.flag("apiKeyRequired")));
      }
      if (!methods.isEmpty()) {
        summary.put(String.valueOf(resource.get("path")), methods);
      }
    }
    return summary;
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> deployment =
              api.require(Section.DEPLOYMENTS, call.input().text("deploymentId"));
          PATCHES.apply(call.input(), deployment);
          return Answer.of(Tree.shown(deployment));
        });
  }

  private Answer delete(Call call) {
    return apis.change(
        call,
        api -> {
          String id = call.input().text("deploymentId");
          api.require(Section.DEPLOYMENTS, id);
          List<Object> pointing =
              api.values(Section.STAGES).stream()
                  .map(stage -> stage.get("deploymentId"))
                  .filter(id::equals)
                  .toList();
          if (!pointing.isEmpty()) {
            throw GatewayErrors.badRequest(
                "Active stages pointing to this deployment must be moved or deleted");
          }
          api.remove(Section.DEPLOYMENTS, id);
          apis.forget(api, id);
          return Answer.empty();
        });
  }
}
