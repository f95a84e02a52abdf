package dev.thaw.cloud.apigateway;

import static dev.thaw.cloud.apigateway.PatchTable.ADD;
import static dev.thaw.cloud.apigateway.PatchTable.REMOVE;
import static dev.thaw.cloud.apigateway.PatchTable.REPLACE;

import dev.thaw.cloud.apigateway.PatchTable.Effect;
import dev.thaw.cloud.apigateway.PatchTable.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What a stage may be, and how it is patched. Settings of methods are kept under the escaped path
/// and the verb, as AWS shows them: `~1pets/GET`, or `*/*` for all.
final class StageSettings {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
  private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z0-9_]{1,64}");
  private static final Pattern VARIABLE_VALUE = Pattern.compile("[A-Za-z0-9-._~:/?#&=,%]{0,512}");
  private static final Set<String> LEVELS = Set.of("OFF", "ERROR", "INFO");
  private static final String SETTINGS = "methodSettings";

  private StageSettings() {}

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw GatewayErrors.badRequest("Stage name only allows a-zA-Z0-9_-: " + name);
    }
  }

  static void checkVariables(Map<String, String> variables) {
    variables.forEach(StageSettings::requireVariable);
  }

  private static void requireVariable(String name, String value) {
    if (!VARIABLE.matcher(name).matches()) {
      throw GatewayErrors.badRequest(
          "Stage variable name '%s' is invalid. Please use only alphanumeric characters and underscores."
              .formatted(name));
    }
    if (!VARIABLE_VALUE.matcher(value).matches()) {
      throw GatewayErrors.badRequest(
          "Stage variable value of '%s' is invalid. Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."
              .formatted(name));
    }
  }

  /// @param deployments tells whether a deployment exists
  static PatchTable patches(Set<String> deployments) {
    PatchTable table =
        new PatchTable()
            .texts("description", "documentationVersion", "clientCertificateId")
            .rule(
                "/deploymentId",
                (stage, step) -> {
                  if (!deployments.contains(step.required())) {
                    throw GatewayErrors.badRequest("Deployment id does not exist");
                  }
                  stage.put("deploymentId", step.required());
                },
                REPLACE)
            .flags("tracingEnabled")
            .rule("/cacheClusterEnabled", (stage, step) -> cache(stage, step.flag()), REPLACE)
            .requiredTexts("cacheClusterSize")
            .rule(
                "/variables/*",
                (stage, step) -> {
                  if (step.removes()) {
                    Tree.child(stage, "variables").remove(step.name());
                  } else {
                    requireVariable(step.name(), step.required());
                    Tree.child(stage, "variables").put(step.name(), step.required());
                  }
                },
                ADD,
                REPLACE,
                REMOVE);
    canaries(table);
    logs(table);
    settings(table);
    return table;
  }

  /// What a stage says of its cache. Answers are never cached here, so a stage with a cache would
  /// pretend.
  static void cache(Map<String, Object> stage, boolean enabled) {
    if (enabled) {
      throw GatewayErrors.notEmulated("cache clusters of stages (cacheClusterEnabled)");
    }
    stage.put("cacheClusterEnabled", false);
    stage.put("cacheClusterStatus", "NOT_AVAILABLE");
  }

  /// Canaries take a part of the requests; said by name, whatever is done to one.
  private static void canaries(PatchTable table) {
    Effect refuse =
        (stage, step) -> {
          throw GatewayErrors.notEmulated("canary settings of stages");
        };
    table.rule("/canarySettings", refuse, ADD, REPLACE, REMOVE);
    table.rule("/canarySettings/*", refuse, ADD, REPLACE, REMOVE);
    table.rule("/canarySettings/stageVariableOverrides/*", refuse, ADD, REPLACE, REMOVE);
    table.rule("/deploymentId", refuse, "copy");
    table.rule("/variables", refuse, "copy");
  }

  private static void logs(PatchTable table) {
    table.rule("/accessLogSettings", (stage, step) -> stage.remove("accessLogSettings"), REMOVE);
    for (String member : List.of("format", "destinationArn")) {
      table.rule(
          "/accessLogSettings/" + member,
          (stage, step) -> {
            if (step.removes()) {
              Tree.child(stage, "accessLogSettings").remove(member);
            } else {
              Tree.child(stage, "accessLogSettings").put(member, step.required());
            }
          },
          ADD,
          REPLACE,
          REMOVE);
    }
  }

  private static void settings(PatchTable table) {
    setting(table, "metrics/enabled", "metricsEnabled", Step::flag);
    setting(
        table,
        "logging/loglevel",
        "loggingLevel",
        step -> {
          if (!LEVELS.contains(step.required())) {
            throw step.wrong("OFF, ERROR or INFO");
          }
          return step.required();
        });
    setting(table, "logging/dataTrace", "dataTraceEnabled", Step::flag);
    setting(table, "throttling/burstLimit", "throttlingBurstLimit", Step::whole);
    setting(table, "throttling/rateLimit", "throttlingRateLimit", Step::fraction);
    setting(table, "caching/enabled", "cachingEnabled", Step::flag);
    setting(table, "caching/ttlInSeconds", "cacheTtlInSeconds", Step::whole);
    setting(table, "caching/dataEncrypted", "cacheDataEncrypted", Step::flag);
    setting(
        table,
        "caching/requireAuthorizationForCacheControl",
        "requireAuthorizationForCacheControl",
        Step::flag);
    setting(
        table,
        "caching/unauthorizedCacheControlHeaderStrategy",
        "unauthorizedCacheControlHeaderStrategy",
        Step::required);
    table.rule("/*/*", (stage, step) -> Tree.child(stage, SETTINGS).remove(key(step)), REMOVE);
  }

  private static void setting(
      PatchTable table, String path, String member, Function<Step, Object> value) {
    Effect effect =
        (stage, step) -> {
          Map<String, Object> all = Tree.child(stage, SETTINGS);
          all.computeIfAbsent(key(step), key -> defaults());
          Tree.child(all, key(step)).put(member, value.apply(step));
        };
    table.rule("/*/*/" + path, effect, REPLACE, ADD);
  }

  private static String key(Step step) {
    return PatchPath.escape(step.names().getFirst()) + "/" + step.names().get(1);
  }

  private static Map<String, Object> defaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    defaults.put("metricsEnabled", false);
    defaults.put("loggingLevel", "OFF");
    defaults.put("dataTraceEnabled", false);
    defaults.put("throttlingBurstLimit", 5000L);
    defaults.put("throttlingRateLimit", 10_000.0);
    defaults.put("cachingEnabled", false);
    defaults.put("cacheTtlInSeconds", 300L);
    defaults.put("cacheDataEncrypted", false);
    defaults.put("requireAuthorizationForCacheControl", true);
    defaults.put("unauthorizedCacheControlHeaderStrategy", "SUCCEED_WITH_RESPONSE_HEADER");
    return defaults;
  }
}
