package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// APIs as a whole.
final class RestApiOperations {

  private final ApiStore apis;
  private final LongSupplier now;

  /// @param now in seconds since the epoch
  RestApiOperations(ApiStore apis, LongSupplier now) {
    this.apis = apis;
    this.now = now;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateRestApi", this::create,
        "GetRestApi", call -> shown(apis.require(call)),
        "GetRestApis", this::list,
        "UpdateRestApi", this::update,
        "DeleteRestApi", this::delete);
  }

  private Answer create(Call call) {
    Document input = call.input();
    if (input.has("cloneFrom")) {
      throw GatewayErrors.notEmulated("CreateRestApi with cloneFrom");
    }
    return shown(
        apis.create(
            call.scope(),
            api -> {
              RestApiSettings.begin(api.settings(), now.getAsLong());
              Tree.take(
                  api.settings(),
                  input,
                  "name",
                  "description",
                  "version",
                  "binaryMediaTypes",
                  "minimumCompressionSize",
                  "apiKeySource",
                  "endpointConfiguration",
                  "policy",
                  "tags",
                  "disableExecuteApiEndpoint",
                  "securityPolicy",
                  "endpointAccessMode");
              RestApiSettings.check(api);
              StandardModels.add(api);
            }));
  }

  private Answer list(Call call) {
    List<Map<String, Object>> all = apis.list(call.scope()).stream().map(Api::settings).toList();
    return Page.of(all, "id", call.input());
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          RestApiSettings.PATCHES.apply(call.input(), api.settings());
          return shown(api);
        });
  }

  private Answer delete(Call call) {
    apis.delete(call);
    return Answer.empty();
  }

  static Answer shown(Api api) {
    return Answer.of(Tree.shown(api.settings()));
  }
}
