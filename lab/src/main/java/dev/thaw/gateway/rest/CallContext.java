package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.Incoming;
import dev.thaw.gateway.vtl.VtlObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `$context` of templates, and `context.` of mappings. What it does not know is empty.
final class CallContext implements VtlObject {

  private final Map<String, @Nullable Object> values;

  private CallContext(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  static CallContext of(RestCall call) {
    Incoming request = call.request();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("resourceId", call.resource().id());
    values.put("resourcePath", call.resource().path());
    values.put("httpMethod", request.method());
    values.put("extendedRequestId", call.extendedId());
    values.put("requestTime", EventText.time(request.arrived()));
    values.put("requestTimeEpoch", request.arrived() / 1_000_000L);
    values.put("path", call.wholePath());
    values.put("accountId", call.api().account());
    values.put("protocol", request.protocol());
    values.put("stage", call.stage().name());
    values.put("domainPrefix", call.api().id());
    values.put("domainName", call.domainName());
    values.put("requestId", call.id());
    values.put("awsEndpointRequestId", call.id());
    values.put("deploymentId", call.stage().deployment());
    values.put("apiId", call.api().id());
    values.put("xrayTraceId", call.trace());
    values.put("identity", identity(call));
    values.put("authorizer", authorizer(call));
    values.put("requestOverride", overrides("header", "querystring", "path"));
    values.put("responseOverride", overrides("header"));
    return new CallContext(values);
  }

  private static Map<String, @Nullable Object> identity(RestCall call) {
    Map<String, @Nullable Object> identity = new LinkedHashMap<>();
    identity.put("sourceIp", call.request().sourceIp());
    identity.put("userAgent", call.request().header("user-agent").orElse(""));
    for (String name : List.of("accountId", "caller", "user", "userArn", "accessKey")) {
      identity.put(name, "");
    }
    for (String name : List.of("cognitoIdentityId", "cognitoIdentityPoolId", "principalOrgId")) {
      identity.put(name, "");
    }
    identity.put("apiKey", call.key().map(RestCall.ApiKey::value).orElse(""));
    identity.put("apiKeyId", call.key().map(RestCall.ApiKey::id).orElse(""));
    return identity;
  }

  private static Map<String, @Nullable Object> authorizer(RestCall call) {
    Map<String, @Nullable Object> authorizer = new LinkedHashMap<>();
    call.grant()
        .ifPresent(grant -> {
          authorizer.putAll(grant.context());
          authorizer.put("principalId", grant.principal());
          authorizer.put("integrationLatency", grant.latencyMs());
        });
    return authorizer;
  }

  private static Map<String, @Nullable Object> overrides(String... names) {
    Map<String, @Nullable Object> overrides = new HashMap<>();
    for (String name : names) {
      overrides.put(name, new LinkedHashMap<String, Object>());
    }
    return overrides;
  }

  /// What went wrong, for gateway responses.
  CallContext with(Refusal refusal) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    String told = refusal.told();
    error.put("message", told == null ? "" : told);
    error.put("messageString", EventText.write(told));
    error.put("responseType", refusal.type().name());
    error.put("validationErrorString", refusal.validation());
    values.put("error", error);
    return this;
  }

  /// `identity.sourceIp`, for example; empty where it leads nowhere.
  String text(String path) {
    Object value = values;
    for (String step : path.split("\\.", -1)) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value == null ? "" : value.toString();
  }

  /// The overrides of a template: `header` to a map, `status` to a number.
  Map<?, ?> responseOverride() {
    return values.get("responseOverride") instanceof Map<?, ?> map ? map : Map.of();
  }

  /// `header`, `querystring` and `path`, each to a map.
  Map<?, ?> requestOverride() {
    return values.get("requestOverride") instanceof Map<?, ?> map ? map : Map.of();
  }

  @Override
  public Object property(String name) {
    Object value = values.get(name);
    return value == null ? "" : value;
  }

  @Override
  public Object call(String method, List<@Nullable Object> arguments) {
    if (method.equals("get") && arguments.size() == 1) {
      return property(String.valueOf(arguments.getFirst()));
    }
    throw VtlObject.unknown("$context", method, arguments.size());
  }
}
