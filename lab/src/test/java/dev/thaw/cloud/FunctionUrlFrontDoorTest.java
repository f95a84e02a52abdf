package dev.thaw.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.DataPlane;
import dev.thaw.gateway.TestFunctions;
import dev.thaw.gateway.url.FunctionUrlDoor;
import dev.thaw.gateway.url.FunctionUrls;
import dev.thaw.lambda.FakeInvoker;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionUrlFrontDoorTest extends FrontDoorContract {

  private static final String ID = "b".repeat(32);

  private boolean streamed;

  @Override
  String plane() {
    return "lambda-url";
  }

  @Override
  DataPlane door(boolean strict) {
    FunctionUrls urls =
        id ->
            id.equals(ID)
                ? Optional.of(
                    new FunctionUrls.Target(
                        TestFunctions.ARN, "123456789012", false, streamed, Optional.empty()))
                : Optional.empty();
    return new FrontDoor(new FunctionUrlDoor(urls, functions, invoker, strict)::handle);
  }

  @Override
  String host() {
    return ID + ".lambda-url.us-east-1.on.aws";
  }

  @Override
  String prefix() {
    return "";
  }

  @Override
  int closedStatus() {
    return 403;
  }

  @Override
  String failure() {
    return "Internal Server Error";
  }

  @Override
  int limit() {
    return 6_291_456;
  }

  @Test
  void anAnswerIsStreamed() {
    streamed = true;
    invoker.behaviour = FakeInvoker.streaming("one ", "two");
    RawHttp.Answer answer = get("/");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Transfer-Encoding")).contains("chunked");
    assertThat(answer.text()).isEqualTo("one two");
  }
}
