package dev.thaw.gateway.rest;

import static dev.thaw.gateway.TestFunctions.ARN;

import dev.thaw.gateway.TestFunctions;
import dev.thaw.gateway.TestReply;
import dev.thaw.gateway.TestRequest;
import dev.thaw.gateway.rest.Integration.ContentHandling;
import dev.thaw.gateway.rest.RestApi.Authorizer;
import dev.thaw.gateway.rest.RestApi.GatewayResponse;
import dev.thaw.gateway.rest.RestApi.Method;
import dev.thaw.gateway.rest.RestApi.Resource;
import dev.thaw.gateway.rest.RestApi.Validator;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// An API of a test, deployed at the stage `dev`, and the door in front of it.
final class TestApi implements RestApis {

  static final String ID = "abcde12345";
  static final String HOST = ID + ".execute-api.us-east-1.amazonaws.com";

  final FakeInvoker invoker = new FakeInvoker();
  final TestFunctions functions = new TestFunctions();
  final List<String> binary = new ArrayList<>();
  final Map<String, Authorizer> authorizers = new HashMap<>();
  final Map<String, GatewayResponse> responses = new HashMap<>();
  final Map<String, String> models = new HashMap<>();
  final Map<String, Validator> validators = new HashMap<>();
  final Map<String, String> keys = new HashMap<>();
  final Map<String, String> variables = new HashMap<>();
  final Map<String, Stage.MethodSettings> settings = new HashMap<>();
  private final Map<String, Resource> resources = new LinkedHashMap<>();
  OptionalInt compression = OptionalInt.empty();
  Optional<String> policy = Optional.empty();
  boolean closed;
  boolean strict;
  private RestDoor door;
  private Optional<Stage> stage = Optional.empty();

  TestApi() {
    door = new RestDoor(this, functions, invoker, new Timelines(100), false);
  }

  /// Starts anew, with nothing remembered.
  void strictly() {
    strict = true;
    door = new RestDoor(this, functions, invoker, new Timelines(100), true);
  }

  TestApi with(String path, String verb, Method method) {
    Resource known = resources.get(path);
    Map<String, Method> methods = new HashMap<>(known == null ? Map.of() : known.methods());
    methods.put(verb, method);
    resources.put(path, new Resource("r" + resources.size(), path, methods));
    stage = Optional.empty();
    return this;
  }

  TestApi with(String path, String verb, Integration integration) {
    return with(path, verb, method(integration));
  }

  static Method method(Integration integration) {
    return new Method(
        "NONE",
        Optional.empty(),
        List.of(),
        false,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.of(integration),
        Map.of());
  }

  static Method authorized(Method method, String type, String authorizer) {
    return new Method(
        type,
        Optional.of(authorizer),
        List.of(),
        false,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        method.integration(),
        Map.of());
  }

  static Method keyed(Method method) {
    return new Method(
        "NONE",
        Optional.empty(),
        List.of(),
        true,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        method.integration(),
        Map.of());
  }

  static Method validated(
      Method method, Map<String, Boolean> parameters, Map<String, String> models) {
    return new Method(
        "NONE",
        Optional.empty(),
        List.of(),
        false,
        Optional.empty(),
        Optional.of("v1"),
        parameters,
        models,
        method.integration(),
        Map.of());
  }

  static String uri(String arn) {
    return "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/" + arn + "/invocations";
  }

  static Integration proxy() {
    return proxy(29_000);
  }

  static Integration proxy(int timeoutMs) {
    return integration(Integration.Type.AWS_PROXY, uri(ARN), timeoutMs, Map.of(), List.of());
  }

  static Integration integration(
      Integration.Type type,
      String uri,
      int timeoutMs,
      Map<String, String> templates,
      List<Integration.Response> responses) {
    return new Integration(
        type,
        "POST",
        uri,
        Map.of(),
        templates,
        "WHEN_NO_MATCH",
        Optional.empty(),
        timeoutMs,
        Optional.empty(),
        "INTERNET",
        responses);
  }

  static Integration.Response response(
      String status, String selection, Map<String, String> parameters, String template) {
    return new Integration.Response(
        status,
        Optional.of(selection).filter(each -> !each.isEmpty()),
        parameters,
        template.isEmpty() ? Map.of() : Map.of("application/json", template),
        Optional.<ContentHandling>empty());
  }

  TestReply call(TestRequest request) {
    return call(request, HOST);
  }

  TestReply call(TestRequest request, String host) {
    return call(request, host, new TestReply());
  }

  TestReply call(TestRequest request, String host, TestReply reply) {
    try {
      door.handle(request.incoming(host), ID, reply);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reply;
  }

  /// What was changed since counts from now on.
  void redeploy() {
    stage = Optional.empty();
  }

  @Override
  public boolean exists(String api) {
    return api.equals(ID);
  }

  @Override
  public Optional<Stage> stage(String api, String name) {
    if (!api.equals(ID) || !name.equals("dev")) {
      return Optional.empty();
    }
    if (stage.isEmpty()) {
      stage = Optional.of(deployed());
    }
    return stage;
  }

  private Stage deployed() {
    return new Stage(
        "dev",
        "d1",
        new RestApi(
            ID,
            "api",
            "123456789012",
            "us-east-1",
            "root",
            binary,
            compression,
            closed,
            "HEADER",
            policy,
            List.copyOf(resources.values()),
            authorizers,
            responses,
            models,
            validators,
            keys),
        variables,
        false,
        settings);
  }
}
