package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an API answers where no integration does.
final class GatewayResponseOperations {

  private static final PatchTable PATCHES =
      new PatchTable()
          .texts("statusCode")
          .entries("responseParameters")
          .entries("responseTemplates");

  private final ApiStore apis;

  GatewayResponseOperations(ApiStore apis) {
    this.apis = apis;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutGatewayResponse", this::put,
        "GetGatewayResponse",
            call -> Answer.of(GatewayResponses.shown(apis.require(call), type(call))),
        "GetGatewayResponses", this::list,
        "UpdateGatewayResponse", this::update,
        "DeleteGatewayResponse", this::delete);
  }

  private static String type(Call call) {
    return call.input().text("responseType");
  }

  private Answer put(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> given = new LinkedHashMap<>();
          Tree.take(given, call.input(), "statusCode", "responseParameters", "responseTemplates");
          return Answer.of(GatewayResponses.put(api, type(call), given));
        });
  }

  private Answer list(Call call) {
    Api api = apis.require(call);
    List<Map<String, Object>> all =
        GatewayResponses.types().stream().map(type -> GatewayResponses.shown(api, type)).toList();
    return Page.of(all, "responseType", call.input());
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> response = Tree.copy(GatewayResponses.shown(api, type(call)));
          PATCHES.apply(call.input(), response);
          return Answer.of(GatewayResponses.put(api, type(call), response));
        });
  }

  private Answer delete(Call call) {
    GatewayResponses.requireType(type(call));
    return apis.change(
        call,
        api -> {
          api.remove(Section.RESPONSES, type(call));
          return Answer.empty();
        });
  }
}
