package dev.thaw.gateway.rest;

import dev.thaw.gateway.Functions;
import dev.thaw.lambda.FunctionSpec;
import dev.thaw.lambda.InvokeOutcome;
import dev.thaw.lambda.InvokeRequest;
import dev.thaw.lambda.Invoker;
import dev.thaw.timeline.Timeline;
import java.util.Optional;

/// Calls the functions behind methods and authorizers.
final class FunctionCalls {

  /// Bytes of an event.
  private static final int LIMIT = 6_291_456;

  private static final System.Logger LOG = System.getLogger(FunctionCalls.class.getName());
  private static final String FUNCTIONS = "/functions/";
  private static final String INVOCATION_TYPE = "integration.request.header.X-Amz-Invocation-Type";
  private static final String SYNCHRONOUS = "'RequestResponse'";

  private final Functions functions;
  private final Invoker invoker;
  private final boolean strict;

  /// @param strict whether the policies of functions are obeyed
  FunctionCalls(Functions functions, Invoker invoker, boolean strict) {
    this.functions = functions;
    this.invoker = invoker;
    this.strict = strict;
  }

  /// @throws Refusal if the function should run without its caller waiting
  static void requireSynchronous(Integration integration) {
    String type = integration.parameters().getOrDefault(INVOCATION_TYPE, SYNCHRONOUS);
    if (!type.equals(SYNCHRONOUS)) {
      throw Refusal.notEmulated("integration with X-Amz-Invocation-Type " + type);
    }
  }

  /// Whether an integration's address names a function.
  static boolean isFunction(String uri) {
    return uri.contains(":lambda:path/") && uri.contains(FUNCTIONS);
  }

  /// @param uri `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations`
  /// @param timeline that the call is written on
  /// @param source ARN that the function's policy must allow
  /// @throws Refusal if the API is set up wrongly, or too much or too often is asked
  InvokeOutcome.Answered call(
      RestCall call, String uri, byte[] event, Timeline timeline, String source) {
    String arn = functionArn(StageVariables.filled(uri, call.stage().variables()));
    FunctionSpec function =
        functions.route(arn).orElseThrow(() -> wrong(call, "there is no function " + arn));
    if (strict && !permitted(call, arn, source)) {
      throw wrong(call, "invalid permissions on Lambda function " + arn + " for " + source);
    }
    if (event.length > LIMIT) {
      throw Refusal.tooLarge();
    }
    InvokeOutcome outcome =
        invoker.invoke(
            function,
            new InvokeRequest(
                timeline, timeline.id(), event, arn, call.trace(), null, null, false, null));
    return switch (outcome) {
      case InvokeOutcome.Answered answered -> answered;
      case InvokeOutcome.Throttled _ -> throw Refusal.throttled();
      case InvokeOutcome.Unavailable(String errorType, String message) -> {
        LOG.log(System.Logger.Level.WARNING, "{0}: {1}: {2}", arn, errorType, message);
        throw Refusal.badGateway();
      }
    };
  }

  private boolean permitted(RestCall call, String arn, String source) {
    return functions.permits(
        arn,
        new Functions.Caller(
            "apigateway.amazonaws.com",
            "lambda:InvokeFunction",
            Optional.of(source),
            Optional.of(call.api().account()),
            Optional.empty()));
  }

  private static Refusal wrong(RestCall call, String what) {
    LOG.log(System.Logger.Level.WARNING, "API {0}: {1}", call.api().id(), what);
    return Refusal.misconfigured();
  }

  private static String functionArn(String uri) {
    int from = uri.indexOf(FUNCTIONS);
    int to = uri.lastIndexOf("/invocations");
    if (from < 0 || to < from + FUNCTIONS.length()) {
      throw Refusal.notEmulated("integration with " + uri);
    }
    return uri.substring(from + FUNCTIONS.length(), to);
  }
}
