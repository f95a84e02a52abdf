package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.lambda.InvokeOutcome;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// Functions behind templates: `AWS`. Of AWS's other services thaw calls none.
final class LambdaBackend implements Backend {

  private final FunctionCalls functions;
  private final MappedRequest requests;
  private final MappedResponse responses;

  LambdaBackend(FunctionCalls functions, MappedRequest requests, MappedResponse responses) {
    this.functions = functions;
    this.requests = requests;
    this.responses = responses;
  }

  @Override
  public HttpAnswer answer(RestCall call, Integration integration) {
    if (!FunctionCalls.isFunction(integration.uri())) {
      throw Refusal.notEmulated("AWS integration with " + integration.uri());
    }
    FunctionCalls.requireSynchronous(integration);
    CallContext context = CallContext.of(call);
    byte[] event = requests.event(call, integration, context);
    requireJson(event);
    InvokeOutcome.Answered answered =
        functions.call(
            call,
            integration.uri(),
            event,
            call.request().timeline(),
            call.arn(call.resource().path()));
    String selector = answered.functionError().isPresent() ? message(answered.payload()) : "";
    HttpAnswer answer =
        new HttpAnswer(
            200, List.of(new HeaderField("Content-Type", MediaTypes.JSON)), answered.payload());
    return responses.of(call, integration, context, selector, answer);
  }

  /// Lambda would refuse the call.
  private static void requireJson(byte[] event) {
    try {
      EventText.read(event);
    } catch (JacksonException e) {
      throw Refusal.misconfigured();
    }
  }

  private static String message(byte[] document) {
    try {
      if (EventText.read(document) instanceof Map<?, ?> map
          && map.get("errorMessage") instanceof String message) {
        return message;
      }
    } catch (JacksonException _) {
      // No document of an error
    }
    return "";
  }
}
