package dev.thaw.cloud;

import dev.thaw.cloud.iam.IamService;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Store;
import dev.thaw.cloud.sts.StsService;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// IAM and STS behind their front, for trying real tools by hand: `IdentityWorld FOLDER PORT
/// [CREDENTIALS]`. With credentials, signatures are verified. S3 only has some fixed answers.
final class IdentityWorld {

  private IdentityWorld() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Models models = Models.bundled();
    Store store = Store.open(folder.resolve("state"));
    List<Service> services = new ArrayList<>();
    ServiceClient client = new ServiceClient(() -> services, Clock.system());
    StsService sts = new StsService(models, store, client, Clock.system());
    services.add(sts.service());
    services.add(new IamService(models, store, Clock.system()).service());
    Front front =
        new Front(
            models,
            services,
            Map.of(),
            List.of(),
            new Timelines(100),
            Files.createDirectories(folder.resolve("spool")),
            Integer.parseInt(arguments[1]));
    front.start();
    System.out.println("listening on " + front.port());
    Thread.currentThread().join();
  }
}
