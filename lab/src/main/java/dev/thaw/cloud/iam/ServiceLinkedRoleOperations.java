package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Roles that AWS makes for its services.
final class ServiceLinkedRoleOperations {

  /// AWS's own spelling of the names that serverless applications meet.
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("ops.apigateway.amazonaws.com", "APIGateway"),
          Map.entry("replicator.lambda.amazonaws.com", "LambdaReplicator"),
          Map.entry("lambda.amazonaws.com", "Lambda"),
          Map.entry("events.amazonaws.com", "CloudWatchEvents"),
          Map.entry("apidestinations.events.amazonaws.com", "AmazonEventBridgeApiDestinations"),
          Map.entry("xray.amazonaws.com", "XRay"),
          Map.entry("application-signals.cloudwatch.amazonaws.com", "CloudWatchApplicationSignals"),
          Map.entry("ecs.amazonaws.com", "ECS"),
          Map.entry("rds.amazonaws.com", "RDS"),
          Map.entry("elasticloadbalancing.amazonaws.com", "ElasticLoadBalancing"),
          Map.entry(
              "lambda.application-autoscaling.amazonaws.com",
              "ApplicationAutoScaling_LambdaConcurrency"));

  private final RoleStore roles;
  private final Clock clock;

  ServiceLinkedRoleOperations(RoleStore roles, Clock clock) {
    this.roles = roles;
    this.clock = clock;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "CreateServiceLinkedRole", this::create,
        "DeleteServiceLinkedRole", this::delete,
        "GetServiceLinkedRoleDeletionStatus", this::status);
  }

  private Answer create(Call call) {
    Document input = call.input();
    String service = input.text("AWSServiceName");
    String known = NAMES.get(service);
    if (known == null) {
      throw IamErrors.notEmulated(
          "the service-linked role of " + service + " (those of " + NAMES.keySet() + ")");
    }
    String suffix = input.optionalText("CustomSuffix").map(s -> "_" + s).orElse("");
    String name = "AWSServiceRoleFor" + known + suffix;
    String account = call.scope().account();
    if (roles.find(account, name).isPresent()) {
      throw IamErrors.invalidInput(
          "Service role name "
              + name
              + " has been taken in this account, please try a different suffix.");
    }
    Entity entity =
        Entity.of(
            account,
            Role.SERVICE_PATH + service + "/",
            name,
            "AROA",
            Instant.ofEpochSecond(clock.now() / 1_000_000_000L));
    Role role =
        new Role(
            entity,
            trust(service),
            input.optionalText("Description"),
            3_600,
            Optional.empty(),
            Tags.none(),
            Map.of(),
            List.of());
    roles.create(role);
    return Answer.of(Map.of("Role", role.shown()));
  }

  private static String trust(String service) {
    return """
    {"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole"],"Principal":{"Service":["%s"]},"Effect":"Allow"}]}\
    """
        .formatted(service);
  }

  /// AWS deletes it a little later; here it is gone at once, and the status says so.
  private Answer delete(Call call) {
    Role role = roles.require(call);
    if (!role.serviceLinked()) {
      throw IamErrors.noRole(role.name());
    }
    roles.deleteServiceLinked(role);
    return Answer.of(
        Map.of(
            "DeletionTaskId",
            "task" + role.entity().path() + role.name() + "/" + UUID.randomUUID()));
  }

  private Answer status(Call call) {
    String task = call.input().text("DeletionTaskId");
    String[] parts = task.split("/", -1);
    boolean ours = task.startsWith("task" + Role.SERVICE_PATH) && parts.length == 5;
    if (!ours || roles.find(call.scope().account(), parts[3]).isPresent()) {
      throw IamErrors.noSuchEntity("Deletion Task Id " + task + " cannot be found.");
    }
    return Answer.of(Map.of("Status", "SUCCEEDED"));
  }
}
