package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.Incoming;
import dev.thaw.gateway.Parameters;
import dev.thaw.gateway.rest.RestApi.Method;
import dev.thaw.gateway.rest.RestApi.Resource;
import dev.thaw.lambda.TraceHeader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request on its way through an API. Used by one thread at a time.
final class RestCall {

  private static final Resource NO_RESOURCE = new Resource("", "", Map.of());

  private final Incoming request;
  private final Stage stage;
  private final String path;
  private final String extendedId = EventText.opaqueId();
  private final String trace;
  private Resource resource = NO_RESOURCE;
  private Map<String, String> pathParameters = Map.of();
  private @Nullable Method method;
  private @Nullable Map<String, List<String>> query;
  private Optional<Grant> grant = Optional.empty();
  private Optional<ApiKey> key = Optional.empty();
  private byte[] body = HttpAnswer.NOTHING;

  /// @param value as the caller sent it
  record ApiKey(String id, String value) {}

  /// What an authorizer said of a caller.
  ///
  /// @param context what the integration learns from it
  /// @param latencyMs how long it took
  record Grant(
      String principal, Map<String, String> context, Optional<String> usageKey, long latencyMs) {}

  /// @param path without the stage, raw
  RestCall(Incoming request, Stage stage, String path) {
    this.request = request;
    this.stage = stage;
    this.path = path;
    trace =
        TraceHeader.of(
            request.header("x-amzn-trace-id"), stage.tracing(), request.timeline().clock());
  }

  void matched(Resource found, Map<String, String> parameters, Method called) {
    resource = found;
    pathParameters = parameters;
    method = called;
  }

  void granted(Grant given) {
    grant = Optional.of(given);
  }

  void keyed(ApiKey given) {
    key = Optional.of(given);
  }

  void received(byte[] content) {
    body = content;
  }

  Incoming request() {
    return request;
  }

  Stage stage() {
    return stage;
  }

  RestApi api() {
    return stage.api();
  }

  /// Without the stage.
  String path() {
    return path;
  }

  /// With the stage.
  String wholePath() {
    return "/" + stage.name() + path;
  }

  String id() {
    return request.timeline().id();
  }

  String extendedId() {
    return extendedId;
  }

  String trace() {
    return trace;
  }

  Resource resource() {
    return resource;
  }

  /// @throws IllegalStateException before a method is found
  Method method() {
    Method found = method;
    if (found == null) {
      throw new IllegalStateException("no method yet for " + path);
    }
    return found;
  }

  Map<String, String> pathParameters() {
    return pathParameters;
  }

  Map<String, List<String>> query() {
    Map<String, List<String>> known = query;
    if (known == null) {
      known = Parameters.parse(request.query());
      query = known;
    }
    return known;
  }

  Optional<Grant> grant() {
    return grant;
  }

  Optional<ApiKey> key() {
    return key;
  }

  byte[] body() {
    return body;
  }

  /// AWS takes a body without a type for JSON.
  String contentType() {
    return request.header("content-type").orElse(MediaTypes.JSON);
  }

  /// What the caller called, for policies and permissions.
  ///
  /// @param last path of the request or of the resource, with its slash
  String arn(String last) {
    return "arn:aws:execute-api:"
        + api().region()
        + ":"
        + api().account()
        + ":"
        + api().id()
        + "/"
        + stage.name()
        + "/"
        + request.method()
        + last;
  }

  String domainName() {
    return request.host();
  }
}
