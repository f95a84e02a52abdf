package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.gateway.rest.RestApi;
import dev.thaw.gateway.rest.RestApis;
import dev.thaw.gateway.rest.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What is deployed, as the door sees it. A stage is compiled when it is first called and kept
/// until the API or a key is another one, so that a call costs two look-ups.
final class DeployedApis implements RestApis {

  private final ApiStore apis;
  private final KeyStore keys;
  private final Map<String, Compiled> compiled = new ConcurrentHashMap<>();

  /// @param api the API as edited that the stages were read from
  /// @param keys state of the keys that they were read from
  /// @param stages by name
  private record Compiled(Api api, long keys, Map<String, Stage> stages) {}

  DeployedApis(ApiStore apis, KeyStore keys) {
    this.apis = apis;
    this.keys = keys;
  }

  @Override
  public boolean exists(String api) {
    return apis.find(api).isPresent();
  }

  @Override
  public Optional<Stage> stage(String api, String stage) {
    Optional<Api> edited = apis.find(api);
    if (edited.isEmpty()) {
      compiled.remove(api);
      return Optional.empty();
    }
    Compiled known = compiled.get(api);
    if (known == null || known.api() != edited.get() || known.keys() != keys.version()) {
      known = compile(edited.get(), known);
      compiled.put(api, known);
    }
    return Optional.ofNullable(known.stages().get(stage));
  }

  /// Every stage of an API; a deployment that was compiled before is taken from there.
  private Compiled compile(Api api, @Nullable Compiled before) {
    long version = keys.version();
    Map<String, Stage> stages = new LinkedHashMap<>();
    for (Map<String, Object> each : api.values(Section.STAGES)) {
      Document stage = new Document(each);
      String name = stage.text("stageName");
      Stage old = before == null || before.keys() != version ? null : before.stages().get(name);
      String deployment = stage.text("deploymentId");
      RestApi frozen =
          old != null && old.deployment().equals(deployment)
              ? old.api()
              : apis.frozen(api.id(), deployment)
                  .map(snapshot -> FrozenApi.compile(snapshot, accepted(api, name)))
                  .orElse(null);
      if (frozen != null) {
        stages.put(
            name,
            new Stage(
                name,
                deployment,
                frozen,
                stage.textMap("variables"),
                stage.flag("tracingEnabled"),
                settings(stage)));
      }
    }
    return new Compiled(api, version, stages);
  }

  /// Ids of the keys that open a stage, by their values.
  private Map<String, String> accepted(Api api, String stage) {
    Map<String, String> accepted = new LinkedHashMap<>();
    for (Map<String, Object> each : keys.list(api.account(), api.region())) {
      Document key = new Document(each);
      List<String> stages = key.texts("stageKeys");
      if (key.flag("enabled") && stages.contains(api.id() + "/" + stage)) {
        accepted.put(key.text("value"), key.text("id"));
      }
    }
    return accepted;
  }

  private static Map<String, Stage.MethodSettings> settings(Document stage) {
    Map<String, Stage.MethodSettings> settings = new LinkedHashMap<>();
    Document given = stage.document("methodSettings");
    for (String key : given.names()) {
      Document setting = given.document(key);
      int slash = key.lastIndexOf('/');
      String path = PatchPath.unescape(key.substring(0, slash));
      settings.put(
          (path.startsWith("/") ? path.substring(1) : path) + key.substring(slash),
          new Stage.MethodSettings(
              setting.flag("metricsEnabled"),
              setting.optionalText("loggingLevel").orElse("OFF"),
              setting.flag("dataTraceEnabled"),
              setting.optionalNumber("throttlingBurstLimit").map(Long::intValue),
              setting.optional("throttlingRateLimit", Double.class)));
    }
    return settings;
  }
}
