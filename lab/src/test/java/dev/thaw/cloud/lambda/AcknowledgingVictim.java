package dev.thaw.cloud.lambda;

import java.nio.file.Path;

/// Acknowledges one asynchronous event whose function never ends, says so, and waits to be killed.
final class AcknowledgingVictim {

  private AcknowledgingVictim() {}

  public static void main(String[] arguments) throws Exception {
    LambdaWorld world = new LambdaWorld(Path.of(arguments[0]));
    world.invoker.behaviour =
        (function, request) -> {
          try {
            Thread.currentThread().join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          throw new IllegalStateException("never");
        };
    Api api = new Api(world.port());
    api.create("hello");
    Api.Reply reply = api.invoke("hello", "{}", "X-Amz-Invocation-Type", "Event");
    System.out.println(reply.status() + " " + reply.header("x-amzn-requestid"));
    Thread.currentThread().join();
  }
}
