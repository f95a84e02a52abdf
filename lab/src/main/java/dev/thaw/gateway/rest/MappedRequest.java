package dev.thaw.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.gateway.HttpAnswer;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// The body that an integration gets that is not a proxy.
final class MappedRequest {

  private static final byte[] NO_EVENT = "{}".getBytes(UTF_8);

  private final Templates templates;

  MappedRequest(Templates templates) {
    this.templates = templates;
  }

  /// @throws Refusal if no template is for the type of the body and the integration wants one
  byte[] body(RestCall call, Integration integration, CallContext context) {
    byte[] body = converted(call, integration);
    Optional<String> template =
        Templates.choose(integration.templates(), call.contentType()).map(Map.Entry::getValue);
    if (template.isPresent()) {
      return templates.render(template.get(), call, body, context).getBytes(UTF_8);
    }
    boolean refused =
        switch (integration.passthrough()) {
          case "NEVER" -> true;
          case "WHEN_NO_TEMPLATES" -> !integration.templates().isEmpty();
          default -> false;
        };
    if (refused) {
      throw Refusal.of(ResponseType.UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type");
    }
    return body;
  }

  /// An event of a function is JSON, even where the caller sends nothing.
  byte[] event(RestCall call, Integration integration, CallContext context) {
    byte[] body = body(call, integration, context);
    return body.length == 0 ? NO_EVENT : body;
  }

  private static byte[] converted(RestCall call, Integration integration) {
    boolean binary = new MediaTypes(call.api().binaryMediaTypes()).match(call.contentType());
    if (integration.contentHandling().isEmpty()) {
      return call.body();
    }
    return switch (integration.contentHandling().get()) {
      case CONVERT_TO_TEXT -> binary ? Base64.getEncoder().encode(call.body()) : call.body();
      case CONVERT_TO_BINARY -> binary ? call.body() : decoded(call.body());
    };
  }

  static byte[] decoded(byte[] text) {
    if (text.length == 0) {
      return HttpAnswer.NOTHING;
    }
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw Refusal.misconfigured();
    }
  }
}
