package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.rest.RestApi.GatewayResponse;
import dev.thaw.gateway.vtl.VtlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the gateway answers itself, as an API wants it.
final class GatewayResponses {

  private static final System.Logger LOG = System.getLogger(GatewayResponses.class.getName());
  private static final String HEADER = "gatewayresponse.header.";

  private final Templates templates;

  GatewayResponses(Templates templates) {
    this.templates = templates;
  }

  HttpAnswer of(RestCall call, Refusal refusal) {
    Map<String, GatewayResponse> given = call.api().responses();
    GatewayResponse own = given.get(refusal.type().name());
    GatewayResponse custom = own != null ? own : given.get(refusal.type().family());
    if (custom == null) {
      return plain(refusal);
    }
    try {
      return custom(call, refusal, custom);
    } catch (VtlException | Refusal e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "gateway response {0} of API {1}: {2}",
          refusal.type(),
          call.api().id(),
          e.getMessage());
      return plain(refusal);
    }
  }

  /// Without an API of which anything is known.
  static HttpAnswer plain(Refusal refusal) {
    return new HttpAnswer(
        refusal.status(),
        List.of(type(refusal), new HeaderField("Content-Type", MediaTypes.JSON)),
        message(refusal));
  }

  private static HeaderField type(Refusal refusal) {
    return new HeaderField("x-amzn-ErrorType", refusal.type().errorType());
  }

  private static byte[] message(Refusal refusal) {
    return ("{\"message\":" + EventText.write(refusal.told()) + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private HttpAnswer custom(RestCall call, Refusal refusal, GatewayResponse custom) {
    CallContext context = CallContext.of(call).with(refusal);
    List<HeaderField> fields = new ArrayList<>();
    fields.add(type(refusal));
    Mapping mapping = new Mapping(call, context, null);
    custom
        .parameters()
        .forEach((name, expression) -> {
          if (name.startsWith(HEADER)) {
            mapping
                .value(expression)
                .ifPresent(value ->
                    fields.add(new HeaderField(name.substring(HEADER.length()), oneLine(value))));
          }
        });
    Optional<Map.Entry<String, String>> template =
        Templates.chooseAnswer(
            custom.templates(), call.request().header("accept").orElse(MediaTypes.JSON));
    if (fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("content-type"))) {
      fields.add(
          new HeaderField("Content-Type", template.map(Map.Entry::getKey).orElse(MediaTypes.JSON)));
    }
    byte[] body =
        template
            .map(chosen ->
                templates
                    .render(chosen.getValue(), call, HttpAnswer.NOTHING, context)
                    .getBytes(StandardCharsets.UTF_8))
            .orElseGet(() -> message(refusal));
    return new HttpAnswer(status(custom, refusal), fields, body);
  }

  /// A line break would begin another field.
  static String oneLine(String value) {
    return value.replace('\r', ' ').replace('\n', ' ');
  }

  private static int status(GatewayResponse custom, Refusal refusal) {
    try {
      return custom.status().map(Integer::parseInt).orElse(refusal.status());
    } catch (NumberFormatException _) {
      return refusal.status();
    }
  }
}
