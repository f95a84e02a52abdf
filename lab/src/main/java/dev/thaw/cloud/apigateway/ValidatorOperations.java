package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.Map;

/// Request validators: which parts of requests are checked before the integration.
final class ValidatorOperations {

  private static final int MOST = 100;

  private static final PatchTable PATCHES =
      new PatchTable()
          .requiredTexts("name")
          .flags("validateRequestBody", "validateRequestParameters");

  private final ApiStore apis;

  ValidatorOperations(ApiStore apis) {
    this.apis = apis;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateRequestValidator", this::create,
        "GetRequestValidator",
            call ->
                Answer.of(
                    apis.require(call)
                        .require(Section.VALIDATORS, call.input().text("requestValidatorId"))),
        "GetRequestValidators",
            call -> Page.of(apis.require(call).values(Section.VALIDATORS), "id", call.input()),
        "UpdateRequestValidator", this::update,
        "DeleteRequestValidator", this::delete);
  }

  private Answer create(Call call) {
    Document input = call.input();
    return apis.change(
        call,
        api ->
            Answer.of(
                add(
                    api,
                    input.optionalText("name").orElse(""),
                    input.flag("validateRequestBody"),
                    input.flag("validateRequestParameters"))));
  }

  static Map<String, Object> add(Api api, String name, boolean body, boolean parameters) {
    GatewayErrors.requireRoom(api.all(Section.VALIDATORS).size(), MOST, "RequestValidators");
    String id = Ids.partId(api.all(Section.VALIDATORS)::containsKey);
    Map<String, Object> validator = new LinkedHashMap<>();
    validator.put("id", id);
    validator.put("name", name);
    validator.put("validateRequestBody", body);
    validator.put("validateRequestParameters", parameters);
    api.all(Section.VALIDATORS).put(id, validator);
    return validator;
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> validator =
              api.require(Section.VALIDATORS, call.input().text("requestValidatorId"));
          PATCHES.apply(call.input(), validator);
          return Answer.of(validator);
        });
  }

  private Answer delete(Call call) {
    String id = call.input().text("requestValidatorId");
    return apis.change(
        call,
        api -> {
          api.pathWhere(method ->
                  method.optionalText("requestValidatorId").filter(id::equals).isPresent())
              .ifPresent(path -> {
                throw GatewayErrors.conflict(
                    "Cannot delete request validator '%s', is referenced in method at %s"
                        .formatted(id, path));
              });
          api.remove(Section.VALIDATORS, id);
          return Answer.empty();
        });
  }
}
