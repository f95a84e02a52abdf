package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.Map;

/// Whether functions that call each other in a loop are left alone.
final class RecursionOperations {

  private final FunctionStore functions;

  RecursionOperations(FunctionStore functions) {
    this.functions = functions;
  }

  Map<String, Handler> handlers() {
    return Map.of("PutFunctionRecursionConfig", this::put, "GetFunctionRecursionConfig", this::get);
  }

  private Answer put(Call call) {
    boolean allow = call.input().text("RecursiveLoop").equals("Allow");
    return shown(
        functions.update(
            key(call),
            function -> function.withAttachments(function.attachments().withLoopsAllowed(allow))));
  }

  private Answer get(Call call) {
    return shown(functions.require(key(call)));
  }

  private static Answer shown(FunctionRecord function) {
    return Answer.of(
        Map.of("RecursiveLoop", function.attachments().loopsAllowed() ? "Allow" : "Terminate"));
  }

  private static FunctionKey key(Call call) {
    return FunctionRef.parse(call.input().text("FunctionName"), call.scope()).key();
  }
}
