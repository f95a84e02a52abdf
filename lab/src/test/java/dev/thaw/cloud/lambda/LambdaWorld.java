package dev.thaw.cloud.lambda;

import dev.thaw.cloud.Front;
import dev.thaw.cloud.FrontDoor;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.s3.S3Service;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.gateway.url.FunctionUrlDoor;
import dev.thaw.gateway.url.FunctionUrls;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.Invoker;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Lambda behind its front, on a free port, with an execution side that only pretends.
final class LambdaWorld implements AutoCloseable {

  final FakeInvoker invoker = new FakeInvoker();
  final Timelines timelines = new Timelines(1000);
  private final Store store;
  private final LambdaService lambda;
  private final Front front;

  LambdaWorld(Path folder) throws IOException {
    this(folder, 0);
  }

  LambdaWorld(Path folder, int port) throws IOException {
    store = Store.open(folder.resolve("state"));
    Contents contents = new Contents(folder.resolve("code"));
    Models models = Models.bundled();
    Invoker execution = invoker;
    List<Service> services = new ArrayList<>();
    lambda =
        new LambdaService(
            models,
            store,
            contents,
            execution,
            Clock.system(),
            timelines,
            new ServiceClient(() -> services, Clock.system()),
            List.of());
    services.add(lambda.service());
    services.add(
        new S3Service(
                models, store, folder.resolve("objects"), Clock.system(), (scope, arn, event) -> {})
            .service());
    front =
        new Front(
            models,
            services,
            Map.of(
                "lambda-url",
                new FrontDoor(
                    new FunctionUrlDoor(lambda.urls(), lambda.functions(), execution, false)
                        ::handle)),
            lambda.routes(),
            timelines,
            contents.temporary(),
            port);
    lambda.start();
    front.start();
  }

  FunctionUrls urls() {
    return lambda.urls();
  }

  int port() {
    return front.port();
  }

  @Override
  public void close() {
    front.close();
    lambda.close();
    store.close();
  }

  /// For trying real tools by hand: `LambdaWorld FOLDER PORT`.
  public static void main(String[] arguments) throws Exception {
    LambdaWorld world = new LambdaWorld(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    world.invoker.remembers = false;
    world.invoker.behaviour =
        (function, request) ->
            request.stream() == null
                ? FakeInvoker.answered(request.payload())
                : FakeInvoker.streaming("one ", "two").apply(function, request);
    System.out.println("listening on " + world.port());
    Thread.currentThread().join();
  }
}
