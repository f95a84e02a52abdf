package dev.thaw.cli;

import dev.thaw.cloud.FrontDoor;
import dev.thaw.cloud.apigateway.ApiGatewayService;
import dev.thaw.cloud.auth.Keyring;
import dev.thaw.cloud.auth.SigningKey;
import dev.thaw.cloud.cloudformation.CloudFormationService;
import dev.thaw.cloud.cloudwatch.CloudWatchService;
import dev.thaw.cloud.events.EventsService;
import dev.thaw.cloud.events.ServiceTargets;
import dev.thaw.cloud.iam.IamService;
import dev.thaw.cloud.lambda.LambdaService;
import dev.thaw.cloud.logs.LogsService;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.DataPlane;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Route;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.s3.S3Service;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.cloud.sts.StsService;
import dev.thaw.gateway.rest.RestDoor;
import dev.thaw.gateway.url.FunctionUrlDoor;
import dev.thaw.lambda.Invoker;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// AWS as this thaw offers it: its services, wired to each other and to the doors of what they
/// deploy. A service reaches another only by the operations that users have.
final class AwsServices implements AutoCloseable {

  private final LambdaService lambda;
  private final EventsService events;
  private final CloudFormationService stacks;
  private final StsService sts;
  private final List<Service> services;
  private final Map<String, DataPlane> planes;

  /// @param store of everything but bytes
  /// @param packages of functions and layers
  /// @param objects folder for the bodies of objects in S3
  /// @param logs take the functions' output already
  /// @param metrics take the functions' already
  /// @param strict whether the policies of functions and APIs are obeyed
  AwsServices(
      Models models,
      Store store,
      Contents packages,
      Path objects,
      LogsService logs,
      CloudWatchService metrics,
      Invoker invoker,
      Clock clock,
      Timelines timelines,
      boolean strict)
      throws IOException {
    ServiceClient client = new ServiceClient(this::list, clock);
    lambda =
        new LambdaService(models, store, packages, invoker, clock, timelines, client, List.of());
    events = new EventsService(models, store, new ServiceTargets(client, clock), clock);
    S3Service s3 =
        new S3Service(
            models,
            store,
            objects,
            clock,
            (scope, arn, event) -> invokeLater(client, scope, arn, event));
    ApiGatewayService apis = new ApiGatewayService(models, store, clock);
    sts = new StsService(models, store, client, clock);
    stacks = new CloudFormationService(models, store, client, clock);
    services =
        List.of(
            lambda.service(),
            s3.service(),
            events.service(),
            logs.service(),
            metrics.service(),
            apis.service(),
            stacks.service(),
            new IamService(models, store, clock).service(),
            sts.service());
    planes =
        Map.of(
            "execute-api",
            new FrontDoor(
                new RestDoor(apis.restApis(), lambda.functions(), invoker, timelines, strict)
                    ::handle),
            "lambda-url",
            new FrontDoor(
                new FunctionUrlDoor(lambda.urls(), lambda.functions(), invoker, strict)::handle));
  }

  private static void invokeLater(ServiceClient client, Scope scope, String arn, byte[] event) {
    client.call(
        scope,
        "lambda",
        "Invoke",
        Map.of("FunctionName", arn, "InvocationType", "Event", "Payload", Blob.of(event)));
  }

  /// Lets in who has temporary credentials.
  Keyring sessions() {
    return (accessKey, token) ->
        sts.session(accessKey)
            .map(session ->
                new SigningKey(
                    session.secret(),
                    Optional.of(session.token()),
                    Optional.of(session.expires())));
  }

  List<Service> list() {
    return services;
  }

  /// The doors of what was deployed, by the name of their plane.
  Map<String, DataPlane> planes() {
    return planes;
  }

  /// Plain routes that answers point to.
  List<Route> routes() {
    List<Route> routes = new ArrayList<>(lambda.routes());
    routes.addAll(events.routes());
    return routes;
  }

  void start() {
    lambda.start();
    events.start();
    stacks.start();
  }

  @Override
  public void close() {
    stacks.close();
    events.close();
    lambda.close();
  }
}
