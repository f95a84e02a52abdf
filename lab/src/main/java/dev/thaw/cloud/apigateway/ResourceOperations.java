package dev.thaw.cloud.apigateway;

import static dev.thaw.cloud.apigateway.PatchTable.REPLACE;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Resources: the segments of an API's paths.
final class ResourceOperations {

  private final ApiStore apis;

  ResourceOperations(ApiStore apis) {
    this.apis = apis;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "GetResources", this::list,
        "GetResource", this::get,
        "CreateResource", this::create,
        "UpdateResource", this::update,
        "DeleteResource", this::delete);
  }

  private Answer list(Call call) {
    Api api = apis.require(call);
    List<Map<String, Object>> all =
        api.values(Section.RESOURCES).stream()
            .map(resource -> shown(resource, call.input().texts("embed")))
            .toList();
    return Page.of(all, "id", call.input());
  }

  private Answer get(Call call) {
    Api api = apis.require(call);
    return Answer.of(
        shown(
            api.require(Section.RESOURCES, call.input().text("resourceId")),
            call.input().texts("embed")));
  }

  private Answer create(Call call) {
    Document input = call.input();
    return apis.change(
        call,
        api ->
            Answer.of(
                shown(
                    ResourceTree.add(api, input.text("parentId"), input.text("pathPart")),
                    List.of())));
  }

  private Answer update(Call call) {
    return apis.change(
        call,
        api -> {
          Map<String, Object> resource =
              api.require(Section.RESOURCES, call.input().text("resourceId"));
          PatchTable patches =
              new PatchTable()
                  .rule(
                      "/pathPart",
                      (r, step) ->
                          ResourceTree.move(
                              api, r, String.valueOf(r.get("parentId")), step.required()),
                      REPLACE)
                  .rule(
                      "/parentId",
                      (r, step) ->
                          ResourceTree.move(
                              api, r, step.required(), String.valueOf(r.get("pathPart"))),
                      REPLACE);
          patches.apply(call.input(), resource);
          return Answer.of(shown(resource, List.of()));
        });
  }

  private Answer delete(Call call) {
    return apis.change(
        call,
        api -> {
          ResourceTree.remove(api, call.input().text("resourceId"));
          return Answer.empty();
        });
  }

  /// Methods by verb, whole if asked for, else only their names.
  private static Map<String, Object> shown(Map<String, Object> resource, List<String> embed) {
    Map<String, Object> shown = new LinkedHashMap<>(resource);
    Map<String, Object> methods = Api.methods(resource);
    if (methods.isEmpty()) {
      shown.remove(Api.METHODS);
    } else if (!embed.contains("methods")) {
      Map<String, Object> names = new LinkedHashMap<>();
      methods.keySet().forEach(verb -> names.put(verb, Map.of()));
      shown.put(Api.METHODS, names);
    }
    return shown;
  }
}
