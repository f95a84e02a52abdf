package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tags of APIs, stages and API keys.
final class TagOperations {

  private static final int MOST = 50;

  private static final Pattern API =
      Pattern.compile(
          "arn:[^:]+:apigateway:(?<region>[^:]*)::/restapis/(?<api>[^/]+)(/stages/(?<stage>[^/]+))?");

  private static final Pattern KEY =
      Pattern.compile("arn:[^:]+:apigateway:(?<region>[^:]*)::/apikeys/(?<key>[^/]+)");

  private final ApiStore apis;
  private final KeyStore keys;

  TagOperations(ApiStore apis, KeyStore keys) {
    this.apis = apis;
    this.keys = keys;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "GetTags",
        call -> Answer.of(Map.of("tags", Tree.copy(read(call)))),
        "TagResource",
        call ->
            change(
                call,
                tags -> {
                  tags.putAll(call.input().textMap("tags"));
                  if (tags.size() > MOST) {
                    throw GatewayErrors.badRequest(
                        "The maximum number of tags is 50: " + tags.size());
                  }
                  return Answer.empty();
                }),
        "UntagResource",
        call ->
            change(
                call,
                tags -> {
                  tags.keySet().removeAll(call.input().texts("tagKeys"));
                  return Answer.empty();
                }));
  }

  private static String arn(Call call) {
    return call.input().text("resourceArn");
  }

  private Map<String, Object> read(Call call) {
    Matcher key = KEY.matcher(arn(call));
    Map<String, Object> owner =
        key.matches()
            ? keys.require(call.scope(), key.group("key"))
            : owner(api(call, apis.require(call.scope(), match(call).group("api"))), match(call));
    Map<String, Object> tags = Tree.find(owner, "tags");
    return tags == null ? Map.of() : tags;
  }

  private static Api api(Call call, Api api) {
    if (!match(call).group("region").equals(api.region())) {
      throw invalid(arn(call));
    }
    return api;
  }

  private Answer change(Call call, Function<Map<String, Object>, Answer> change) {
    Matcher key = KEY.matcher(arn(call));
    if (key.matches()) {
      return keys.change(
          call.scope(), key.group("key"), owner -> change.apply(Tree.child(owner, "tags")));
    }
    return apis.change(
        call.scope(),
        match(call).group("api"),
        api -> change.apply(Tree.child(owner(api(call, api), match(call)), "tags")));
  }

  private static Map<String, Object> owner(Api api, Matcher arn) {
    String stage = arn.group("stage");
    return stage == null ? api.settings() : api.require(Section.STAGES, stage);
  }

  private static Matcher match(Call call) {
    Matcher matcher = API.matcher(arn(call));
    if (!matcher.matches()) {
      throw invalid(arn(call));
    }
    return matcher;
  }

  private static RuntimeException invalid(String arn) {
    return GatewayErrors.badRequest(
        "Invalid resource ARN specified: %s (expected: arn:aws:apigateway:REGION::/restapis/ID, a"
                .formatted(arn)
            + " stage of it, or /apikeys/ID)");
  }
}
