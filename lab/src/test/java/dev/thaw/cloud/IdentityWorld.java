package dev.thaw.cloud;

import dev.thaw.cloud.auth.CredentialsFile;
import dev.thaw.cloud.auth.Keyring;
import dev.thaw.cloud.auth.SigningKey;
import dev.thaw.cloud.auth.StrictGate;
import dev.thaw.cloud.iam.IamService;
import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Gate;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Store;
import dev.thaw.cloud.sts.StsService;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// IAM and STS behind their front, for trying real tools by hand: `IdentityWorld FOLDER PORT
/// [CREDENTIALS]`. With credentials, signatures are verified; services whose requests are signed in
/// other ways are there with one empty answer.
final class IdentityWorld {

  private IdentityWorld() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Path spool = Files.createDirectories(folder.resolve("spool"));
    Models models = Models.bundled();
    Store store = Store.open(folder.resolve("state"));
    List<Service> services = new ArrayList<>();
    ServiceClient client = new ServiceClient(() -> services, Clock.system());
    StsService sts = new StsService(models, store, client, Clock.system());
    services.add(sts.service());
    services.add(new IamService(models, store, Clock.system()).service());
    services.add(
        empty(
            models, "s3", "PutObject", "GetObject", "ListObjectsV2", "HeadObject", "ListBuckets"));
    services.add(empty(models, "logs", "DescribeLogGroups", "PutLogEvents"));
    services.add(empty(models, "lambda", "ListFunctions", "CreateFunction", "GetFunction"));
    services.add(empty(models, "cloudwatch", "PutMetricData"));
    Gate gate = Gate.OPEN;
    if (arguments.length > 2) {
      Keyring given =
          (key, token) ->
              sts.session(key)
                  .map(session ->
                      new SigningKey(
                          session.secret(),
                          Optional.of(session.token()),
                          Optional.of(session.expires())));
      Keyring keys = CredentialsFile.read(Path.of(arguments[2])).or(given);
      gate = new StrictGate(keys, Clock.system(), spool);
    }
    Front front =
        new Front(
            models,
            new Front.Offer(services, Map.of(), List.of(), gate),
            new Timelines(100),
            spool,
            Integer.parseInt(arguments[1]));
    front.start();
    System.out.println("listening on " + front.port());
    Thread.currentThread().join();
  }

  private static Service empty(Models models, String name, String... operations) {
    Map<String, Handler> handlers = new HashMap<>();
    for (String operation : operations) {
      handlers.put(operation, IdentityWorld::answer);
    }
    return new Service(models, name, handlers, new Limit());
  }

  private static Answer answer(Call call) {
    call.input()
        .optionalBlob("Body")
        .ifPresent(body -> System.out.println(call.operation() + " " + body.size()));
    return Answer.empty();
  }

  private static final class Limit implements Service.BodyLimit {
    @Override
    public long bytes(Operation operation) {
      return 1 << 30;
    }

    @Override
    public ApiException exceeded(Operation operation) {
      return new ApiException(413, "TooLarge", operation.name());
    }
  }
}
