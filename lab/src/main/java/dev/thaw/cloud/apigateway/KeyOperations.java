package dev.thaw.cloud.apigateway;

import static dev.thaw.cloud.apigateway.PatchTable.ADD;
import static dev.thaw.cloud.apigateway.PatchTable.REMOVE;
import static dev.thaw.cloud.apigateway.PatchTable.REPLACE;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// API keys, and the account's settings. A key opens the stages that it names itself; usage plans
/// are not offered.
final class KeyOperations {

  private static final int SHORTEST = 20;
  private static final int LONGEST = 128;
  private static final int GENERATED = 40;
  private static final String STAGES = "stageKeys";

  private static final PatchTable KEY =
      new PatchTable()
          .requiredTexts("name")
          .texts("description", "customerId")
          .flags("enabled")
          .values("/stages", key -> Tree.list(key, STAGES), ADD, REMOVE);

  private static final PatchTable ACCOUNT =
      new PatchTable()
          .rule(
              "/cloudwatchRoleArn",
              (account, step) -> {
                String arn = step.value().orElse("");
                if (arn.isEmpty()) {
                  account.remove("cloudwatchRoleArn");
                } else if (arn.matches("arn:[^:]+:iam::\\d{12}:role/.+")) {
                  account.put("cloudwatchRoleArn", arn);
                } else {
                  throw GatewayErrors.badRequest(
                      "The role ARN does not have required permissions configured. Please grant trust"
                          + " permission for API Gateway and add the required role policy.");
                }
              },
              REPLACE,
              REMOVE)
          .rule(
              "/features",
              (account, step) -> {
                throw GatewayErrors.notEmulated("usage plans");
              },
              ADD,
              REMOVE);

  private final KeyStore keys;
  private final ApiStore apis;
  private final LongSupplier now;

  KeyOperations(KeyStore keys, ApiStore apis, LongSupplier now) {
    this.keys = keys;
    this.apis = apis;
    this.now = now;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateApiKey", this::create,
        "GetApiKey",
            call ->
                Answer.of(
                    shown(
                        keys.require(call.scope(), call.input().text("apiKey")),
                        call.input().flag("includeValue"))),
        "GetApiKeys", this::list,
        "UpdateApiKey", this::update,
        "DeleteApiKey", this::delete,
        "GetAccount", call -> account(keys.account(call.scope())),
        "UpdateAccount",
            call ->
                keys.changeAccount(
                    call.scope(),
                    account -> {
                      ACCOUNT.apply(call.input(), account);
                      return account(account);
                    }));
  }

  private Answer create(Call call) {
    Document input = call.input();
    Map<String, Object> created =
        keys.create(
            call.scope(),
            key -> {
              String value = input.optionalText("value").orElse("");
              if (value.isEmpty()) {
                value = Ids.random(GENERATED);
              }
              requireValue(call, value);
              key.put("value", value);
              key.put("enabled", false);
              Tree.take(key, input, "name", "description", "enabled", "customerId", "tags");
              key.put("createdDate", now.getAsLong());
              key.put("lastUpdatedDate", now.getAsLong());
              for (Document stage : input.documents(STAGES)) {
                Tree.list(key, STAGES).add(stage(call, stage));
              }
            });
    return Answer.of(shown(created, true));
  }

  private void requireValue(Call call, String value) {
    if (value.length() < SHORTEST || value.length() > LONGEST) {
      throw GatewayErrors.badRequest(
          value.length() < SHORTEST
              ? "API Key value should be at least 20 characters"
              : "Value exceeds maximum size of 128 characters");
    }
    for (Map<String, Object> other : keys.list(call.scope().account(), call.scope().region())) {
      if (value.equals(other.get("value"))) {
        throw GatewayErrors.conflict("API Key already exists");
      }
    }
  }

  private String stage(Call call, Document stage) {
    String api = stage.optionalText("restApiId").orElse("");
    String name = stage.optionalText("stageName").orElse("");
    apis.require(call.scope(), api).require(Section.STAGES, name);
    return api + "/" + name;
  }

  private Answer list(Call call) {
    Document input = call.input();
    Optional<String> name = input.optionalText("nameQuery");
    Optional<String> customer = input.optionalText("customerId");
    List<Map<String, Object>> all =
        keys.list(call.scope().account(), call.scope().region()).stream()
            .filter(key -> name.isEmpty() || String.valueOf(key.get("name")).startsWith(name.get()))
            .filter(key -> customer.isEmpty() || customer.get().equals(key.get("customerId")))
            .map(key -> shown(key, input.flag("includeValues")))
            .toList();
    return Page.of(all, "id", input);
  }

  private Answer update(Call call) {
    return keys.change(
        call.scope(),
        call.input().text("apiKey"),
        key -> {
          KEY.apply(call.input(), key);
          key.put("lastUpdatedDate", now.getAsLong());
          return Answer.of(shown(key, false));
        });
  }

  private Answer delete(Call call) {
    keys.delete(call.scope(), call.input().text("apiKey"));
    return Answer.empty();
  }

  private static Map<String, Object> shown(Map<String, Object> key, boolean value) {
    Map<String, Object> shown = Tree.shown(key);
    shown.putIfAbsent(STAGES, List.of());
    if (!value) {
      shown.remove("value");
    }
    return shown;
  }

  private static Answer account(Map<String, Object> account) {
    Map<String, Object> shown = new LinkedHashMap<>(account);
    shown.put("throttleSettings", Map.of("burstLimit", 5000L, "rateLimit", 10_000.0));
    shown.put("features", List.of());
    shown.put("apiKeyVersion", "4");
    return Answer.of(shown);
  }
}
