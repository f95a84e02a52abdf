package dev.thaw.measure;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.HttpFailure;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Request;
import dev.thaw.wire.http.Response;
import dev.thaw.wire.http.Target;
import dev.thaw.wire.sigv4.Signer;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// EventBridge, as far as measuring asks it: who else calls a function.
public final class EventsApi implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int NOT_EMULATED = 501;
  private static final int MOST_PAGES = 100;

  private final Endpoint endpoint;

  /// @param signer for the service `events`
  public EventsApi(Target target, Options options, Signer signer, Clock clock) {
    this.endpoint = new Endpoint(target, options, signer, clock);
  }

  /// The names of the rules that have a function as a target; none where there is no such service.
  ///
  /// @throws ApiException if the service refuses
  public List<String> rulesThatCall(String functionArn) {
    List<String> names = new ArrayList<>();
    String next = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      Response answer = ask(functionArn, next);
      if (answer.status() == NOT_EMULATED) {
        return List.of();
      }
      JsonNode body = parsed(answer);
      if (answer.status() != 200) {
        throw new ApiException(
            "ListRuleNamesByTarget",
            answer.status(),
            body.path("__type").asString("").replaceFirst(".*#", ""),
            body.path("message").asString(body.path("Message").asString("")));
      }
      body.path("RuleNames").forEach(name -> names.add(name.asString("")));
      next = body.path("NextToken").asString("");
      if (next.isEmpty()) {
        break;
      }
    }
    return names;
  }

  private Response ask(String functionArn, String next) {
    ObjectNode body = JSON.createObjectNode().put("TargetArn", functionArn);
    if (!next.isEmpty()) {
      body.put("NextToken", next);
    }
    Headers headers =
        Headers.of(
            "Content-Type",
            "application/x-amz-json-1.1",
            "X-Amz-Target",
            "AWSEvents.ListRuleNamesByTarget");
    try {
      return endpoint
          .sendAgainIfClosed(new Request("POST", "/", headers, JSON.writeValueAsBytes(body)))
          .response();
    } catch (HttpFailure e) {
      throw new MeasureException(
          "ListRuleNamesByTarget: no answer from " + endpoint.name() + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode parsed(Response answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      throw new MeasureException("ListRuleNamesByTarget: the answer is not JSON", e);
    }
  }

  @Override
  public void close() {
    endpoint.close();
  }
}
