package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.HttpAnswer;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/// Nothing stands behind the method: its template names the status, by which a response is chosen.
final class MockBackend implements Backend {

  private final MappedRequest requests;
  private final MappedResponse responses;

  MockBackend(MappedRequest requests, MappedResponse responses) {
    this.requests = requests;
    this.responses = responses;
  }

  @Override
  public HttpAnswer answer(RestCall call, Integration integration) {
    CallContext context = CallContext.of(call);
    byte[] body = requests.body(call, integration, context);
    return responses.of(
        call,
        integration,
        context,
        status(body),
        new HttpAnswer(200, List.of(), HttpAnswer.NOTHING));
  }

  private static String status(byte[] body) {
    try {
      if (EventText.read(body) instanceof Map<?, ?> map && map.get("statusCode") != null) {
        return map.get("statusCode").toString();
      }
    } catch (JacksonException _) {
      // Said below
    }
    throw Refusal.misconfigured();
  }
}
