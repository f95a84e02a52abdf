package dev.thaw.gateway.rest;

import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.MalformedAnswer;
import dev.thaw.lambda.InvokeOutcome;

/// Functions that see the request and make the response: `AWS_PROXY`.
final class ProxyBackend implements Backend {

  private static final System.Logger LOG = System.getLogger(ProxyBackend.class.getName());

  private final FunctionCalls functions;

  ProxyBackend(FunctionCalls functions) {
    this.functions = functions;
  }

  @Override
  public HttpAnswer answer(RestCall call, Integration integration) {
    if (!FunctionCalls.isFunction(integration.uri())) {
      throw Refusal.notEmulated("AWS_PROXY integration with " + integration.uri());
    }
    if (!integration.verb().equals("POST")) {
      throw Refusal.misconfigured();
    }
    FunctionCalls.requireSynchronous(integration);
    MediaTypes binary = new MediaTypes(call.api().binaryMediaTypes());
    byte[] event = ProxyEvent.of(call, binary.match(call.contentType()));
    InvokeOutcome.Answered answered =
        functions.call(
            call,
            integration.uri(),
            event,
            call.request().timeline(),
            call.arn(call.resource().path()));
    if (answered.functionError().isPresent()) {
      throw Refusal.badGateway();
    }
    try {
      boolean decode = binary.match(call.request().header("accept").orElse(MediaTypes.JSON));
      return ProxyAnswer.of(answered.payload(), decode);
    } catch (MalformedAnswer e) {
      LOG.log(
          System.Logger.Level.DEBUG,
          "malformed Lambda proxy response to {0}: {1}",
          call.id(),
          e.getMessage());
      throw Refusal.badGateway();
    }
  }
}
