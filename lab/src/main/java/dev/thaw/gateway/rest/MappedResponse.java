package dev.thaw.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The response to the caller of what an integration answered that is no proxy.
final class MappedResponse {

  private static final String HEADER = "method.response.header.";

  private final Templates templates;
  private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

  MappedResponse(Templates templates) {
    this.templates = templates;
  }

  /// @param selector what the patterns look at: an error message or a status; empty for none
  /// @throws Refusal if the API has no response for it
  HttpAnswer of(
      RestCall call,
      Integration integration,
      CallContext context,
      String selector,
      HttpAnswer answer) {
    Integration.Response chosen =
        choose(integration.responses(), selector).orElseThrow(Refusal::misconfigured);
    byte[] body = body(call, chosen, context, answer);
    List<HeaderField> fields = fields(call, chosen, context, answer);
    return new HttpAnswer(status(chosen, context), fields, converted(chosen, body));
  }

  /// The first whose pattern matches; else the one without.
  private Optional<Integration.Response> choose(
      List<Integration.Response> responses, String selector) {
    if (!selector.isEmpty()) {
      for (Integration.Response each : responses) {
        String pattern = each.selection().orElse("");
        if (!pattern.isEmpty() && matches(pattern, selector)) {
          return Optional.of(each);
        }
      }
    }
    return responses.stream().filter(each -> each.selection().orElse("").isEmpty()).findFirst();
  }

  private boolean matches(String pattern, String selector) {
    try {
      return patterns.computeIfAbsent(pattern, Pattern::compile).matcher(selector).matches();
    } catch (PatternSyntaxException _) {
      throw Refusal.misconfigured();
    }
  }

  private byte[] body(
      RestCall call, Integration.Response chosen, CallContext context, HttpAnswer answer) {
    return template(call, chosen)
        .map(template ->
            templates.render(template.getValue(), call, answer.body(), context).getBytes(UTF_8))
        .orElse(answer.body());
  }

  private static Optional<Map.Entry<String, String>> template(
      RestCall call, Integration.Response chosen) {
    return Templates.chooseAnswer(
        chosen.templates(), call.request().header("accept").orElse(MediaTypes.JSON));
  }

  private static List<HeaderField> fields(
      RestCall call, Integration.Response chosen, CallContext context, HttpAnswer answer) {
    List<HeaderField> fields = new ArrayList<>();
    Mapping mapping = new Mapping(call, context, answer);
    chosen
        .parameters()
        .forEach((name, expression) -> {
          if (name.startsWith(HEADER)) {
            mapping
                .value(expression)
                .ifPresent(value -> put(fields, name.substring(HEADER.length()), value));
          }
        });
    if (context.responseOverride().get("header") instanceof Map<?, ?> overrides) {
      overrides.forEach((name, value) -> put(fields, name.toString(), String.valueOf(value)));
    }
    if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("content-type"))) {
      String type =
          template(call, chosen)
              .map(Map.Entry::getKey)
              .or(() -> answer.header("content-type"))
              .orElse(MediaTypes.JSON);
      fields.add(new HeaderField("Content-Type", type));
    }
    return fields;
  }

  private static void put(List<HeaderField> fields, String name, String value) {
    fields.removeIf(field -> field.name().equalsIgnoreCase(name));
    fields.add(new HeaderField(name, GatewayResponses.oneLine(value)));
  }

  private static int status(Integration.Response chosen, CallContext context) {
    Object override = context.responseOverride().get("status");
    String status = override == null ? chosen.status() : override.toString();
    try {
      int number = Integer.parseInt(status);
      if (number >= 100 && number <= 599) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Said below
    }
    throw Refusal.misconfigured();
  }

  private static byte[] converted(Integration.Response chosen, byte[] body) {
    if (chosen.contentHandling().isEmpty()) {
      return body;
    }
    return switch (chosen.contentHandling().get()) {
      case CONVERT_TO_TEXT -> Base64.getEncoder().encode(body);
      case CONVERT_TO_BINARY -> MappedRequest.decoded(unquoted(body));
    };
  }

  /// A function answers base64 as a text of JSON.
  private static byte[] unquoted(byte[] body) {
    boolean quoted = body.length >= 2 && body[0] == '"' && body[body.length - 1] == '"';
    return quoted ? Arrays.copyOfRange(body, 1, body.length - 1) : body;
  }
}
