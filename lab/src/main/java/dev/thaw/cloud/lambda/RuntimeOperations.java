package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which runtime version a version of a function runs with, and who signed its code: nobody.
final class RuntimeOperations {

  private final FunctionStore functions;

  RuntimeOperations(FunctionStore functions) {
    this.functions = functions;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "PutRuntimeManagementConfig", this::put,
        "GetRuntimeManagementConfig", this::get,
        "GetFunctionCodeSigningConfig", this::codeSigning);
  }

  private Answer put(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    RuntimeUpdate update = RuntimeUpdate.of(call.input().text("UpdateRuntimeOn"));
    Optional<String> arn = call.input().optionalText("RuntimeVersionArn");
    FunctionRecord after =
        functions.update(
            ref.key(),
            function -> {
              check(update, arn, runtimeArn(function, ref));
              return function.withAttachments(
                  function.attachments().withRuntimeUpdate(ref.orLatest(), update));
            });
    return Answer.of(shown(after, ref));
  }

  /// Only the runtime version that runs here can be kept.
  private static void check(RuntimeUpdate update, Optional<String> arn, String ours) {
    switch (update) {
      case MANUAL -> {
        if (!arn.equals(Optional.of(ours))) {
          throw LambdaErrors.invalid(
              "RuntimeVersionArn: "
                  + arn.orElse("none")
                  + " with UpdateRuntimeOn Manual (expected: "
                  + ours
                  + ")");
        }
      }
      case AUTO, FUNCTION_UPDATE -> {
        if (arn.isPresent()) {
          throw LambdaErrors.invalid(
              "RuntimeVersionArn: "
                  + arn.get()
                  + " with UpdateRuntimeOn "
                  + update.wireName()
                  + " (expected: none)");
        }
      }
    }
  }

  private Answer get(Call call) {
    FunctionRef ref = FunctionRef.of(call);
    functions.require(ref);
    return Answer.of(shown(functions.require(ref.key()), ref));
  }

  private static Map<String, Object> shown(FunctionRecord function, FunctionRef ref) {
    String arn = runtimeArn(function, ref);
    RuntimeUpdate update = function.attachments().runtimeUpdate(ref.orLatest());
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("UpdateRuntimeOn", update.wireName());
    shown.put("FunctionArn", ref.arn());
    if (update == RuntimeUpdate.MANUAL) {
      shown.put("RuntimeVersionArn", arn);
    }
    return shown;
  }

  private static String runtimeArn(FunctionRecord function, FunctionRef ref) {
    if (function.alias(ref.orLatest()).isPresent()) {
      throw LambdaErrors.invalid(
          "Qualifier: " + ref.orLatest() + ", an alias (expected: $LATEST or a version)");
    }
    return function
        .version(ref.orLatest())
        .orElseThrow(() -> LambdaErrors.notFound(ref.arn()))
        .configuration()
        .document("RuntimeVersionConfig")
        .text("RuntimeVersionArn");
  }

  /// AWS answers an empty document for functions whose code needs no signature.
  private Answer codeSigning(Call call) {
    functions.require(FunctionRef.of(call));
    return Answer.empty();
  }
}
