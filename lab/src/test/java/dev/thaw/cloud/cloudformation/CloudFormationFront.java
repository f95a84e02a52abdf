package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.lambda.LambdaService;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// For trying real tools by hand: `FOLDER PORT`. Lambda is real, all other services only take
/// notes.
final class CloudFormationFront {

  private CloudFormationFront() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Models models = CloudFormationWorld.MODELS;
    Store store = Store.open(folder.resolve("state"));
    Contents contents = new Contents(folder.resolve("code"));
    Timelines timelines = new Timelines(1000);
    List<Service> services = new ArrayList<>();
    ServiceClient client = new ServiceClient(() -> services, Clock.system());
    LambdaService lambda =
        new LambdaService(
            models,
            store,
            contents,
            new FakeInvoker(),
            Clock.system(),
            timelines,
            client,
            List.of());
    CloudFormationService cloudFormation =
        new CloudFormationService(models, store, client, Clock.system());
    services.add(lambda.service());
    services.add(cloudFormation.service());
    RecordedCloud cloud = new RecordedCloud();
    List.of("iam", "s3", "apigateway", "logs", "events")
        .forEach(name -> services.add(cloud.service(name)));
    Front front =
        new Front(
            models,
            services,
            Map.of(),
            lambda.routes(),
            timelines,
            contents.temporary(),
            Integer.parseInt(arguments[1]));
    lambda.start();
    cloudFormation.start();
    front.start();
    System.out.println("listening on " + front.port());
    Thread.currentThread().join();
  }
}
