package dev.thaw.cloud.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Services that take whatever AWS's models allow, note it, and answer with just what is asked for.
final class RecordedCloud {

  /// As `service:Operation {input}`.
  final List<String> calls = new ArrayList<>();

  /// Operations that fail, by name.
  final Map<String, ApiException> failing = new HashMap<>();

  /// What every object of S3 holds.
  String object = "";

  private final AtomicInteger ids = new AtomicInteger();

  Service service(String name) {
    Map<String, Service.Handler> handlers = new HashMap<>();
    CloudFormationWorld.MODELS
        .load(name)
        .operations()
        .keySet()
        .forEach(operation -> handlers.put(operation, this::answer));
    return new Service(
        CloudFormationWorld.MODELS,
        name,
        handlers,
        new Service.BodyLimit() {
          @Override
          public long bytes(Operation operation) {
            return 1 << 20;
          }

          @Override
          public ApiException exceeded(Operation operation) {
            return new ApiException(413, "TooLarge", "too large");
          }
        });
  }

  private synchronized Answer answer(Call call) {
    calls.add(call.operation() + " " + call.input().members());
    ApiException failure = failing.remove(call.operation().name());
    if (failure != null) {
      throw failure;
    }
    return Answer.of(output(call));
  }

  private Map<String, Object> output(Call call) {
    return switch (call.operation().name()) {
      case "CreateRole", "GetRole" ->
          Map.of(
              "Role",
              Map.of(
                  "Arn",
                  "arn:aws:iam::000000000000:role/" + call.input().text("RoleName"),
                  "RoleId",
                  "AROA"));
      case "CreatePolicy" ->
          Map.of("Policy", Map.of("Arn", "arn:policy/" + call.input().text("PolicyName")));
      case "PutRule" -> Map.of("RuleArn", "arn:rule/" + call.input().text("Name"));
      case "CreateRestApi", "ImportRestApi", "GetRestApi" ->
          Map.of("id", "api", "rootResourceId", "root");
      case "GetObject" -> Map.of("Body", Blob.of(object.getBytes(UTF_8)));
      case "CreateStage" -> Map.of("stageName", call.input().text("stageName"));
      case "CreateResource", "CreateDeployment", "CreateAuthorizer", "CreateRequestValidator" ->
          Map.of("id", "id" + ids.incrementAndGet());
      case "ListPolicyVersions" ->
          Map.of(
              "Versions",
              List.of(
                  Map.of("VersionId", "v1", "IsDefaultVersion", true),
                  Map.of("VersionId", "v2", "IsDefaultVersion", false)));
      default -> Map.of();
    };
  }

  List<String> of(String operation) {
    return calls.stream().filter(call -> call.split("[: ]", 3)[1].equals(operation)).toList();
  }
}
