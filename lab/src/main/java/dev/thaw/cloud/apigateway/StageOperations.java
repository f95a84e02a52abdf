package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Stages: the names under which deployments are called.
final class StageOperations {

  private final ApiStore apis;
  private final LongSupplier now;

  StageOperations(ApiStore apis, LongSupplier now) {
    this.apis = apis;
    this.now = now;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateStage", this::create,
        "GetStage",
            call ->
                Answer.of(
                    Tree.shown(
                        apis.require(call)
                            .require(Section.STAGES, call.input().text("stageName")))),
        "GetStages", this::list,
        "UpdateStage", this::update,
        "DeleteStage", this::delete,
        "FlushStageCache", this::flush);
  }

  private Answer create(Call call) {
    Document input = call.input();
    if (input.has("canarySettings")) {
      throw GatewayErrors.notEmulated("canary settings of stages");
    }
    String name = input.text("stageName");
    StageSettings.requireName(name);
    return apis.change(
        call,
        api -> {
          if (api.find(Section.STAGES, name).isPresent()) {
            throw GatewayErrors.conflict("Stage already exists");
          }
          if (api.find(Section.DEPLOYMENTS, input.text("deploymentId")).isEmpty()) {
            throw GatewayErrors.badRequest("Deployment id does not exist");
          }
          Map<String, Object> stage = begin(name, input.text("deploymentId"), now.getAsLong());
          Tree.take(stage, input, "description", "documentationVersion", "tags");
          told(stage, input, now.getAsLong());
          api.all(Section.STAGES).put(name, stage);
          return Answer.of(Tree.shown(stage));
        });
  }

  static Map<String, Object> begin(String name, String deployment, long now) {
    Map<String, Object> stage = new LinkedHashMap<>();
    stage.put("stageName", name);
    stage.put("deploymentId", deployment);
    stage.put("methodSettings", new LinkedHashMap<>());
    stage.put("tracingEnabled", false);
    StageSettings.cache(stage, false);
    stage.put("createdDate", now);
    return stage;
  }

  /// What creating a stage and deploying to one can both say.
  static void told(Map<String, Object> stage, Document input, long now) {
    StageSettings.checkVariables(input.textMap("variables"));
    Tree.take(stage, input, "variables", "tracingEnabled", "cacheClusterSize");
    Optional<Boolean> cache = input.optional("cacheClusterEnabled", Boolean.class);
    cache.ifPresent(enabled -> StageSettings.cache(stage, enabled));
    stage.put("lastUpdatedDate", now);
  }

  private Answer list(Call call) {
    Api api = apis.require(call);
    Optional<String> deployment = call.input().optionalText("deploymentId");
    List<Map<String, Object>> stages =
        api.values(Section.STAGES).stream()
            .filter(
                stage -> deployment.isEmpty() || deployment.get().equals(stage.get("deploymentId")))
            .sorted(Comparator.comparing(stage -> String.valueOf(stage.get("stageName"))))
            .map(Tree::shown)
            .toList();
    return Answer.of(Map.of("item", stages));
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> stage = api.require(Section.STAGES, call.input().text("stageName"));
          StageSettings.patches(api.all(Section.DEPLOYMENTS).keySet()).apply(call.input(), stage);
          stage.put("lastUpdatedDate", now.getAsLong());
          return Answer.of(Tree.shown(stage));
        });
  }

  private Answer delete(Call call) {
    return apis.change(
        call,
        api -> {
          api.remove(Section.STAGES, call.input().text("stageName"));
          return Answer.empty();
        });
  }

  /// No stage has a cache, so there is never anything in one.
  private Answer flush(Call call) {
    apis.require(call).require(Section.STAGES, call.input().text("stageName"));
    return Answer.empty();
  }
}
