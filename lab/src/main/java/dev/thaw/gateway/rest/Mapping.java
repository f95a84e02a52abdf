package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.HttpAnswer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Mapping expressions: where a parameter gets its value from.
///
/// @param answer of the integration, once there is one
record Mapping(RestCall call, CallContext context, @Nullable HttpAnswer answer) {

  /// Empty where the expression leads nowhere.
  Optional<String> value(String expression) {
    if (expression.length() >= 2 && expression.startsWith("'") && expression.endsWith("'")) {
      return Optional.of(expression.substring(1, expression.length() - 1));
    }
    int dot = expression.indexOf('.');
    String rest = expression.substring(dot + 1);
    return switch (dot < 0 ? "" : expression.substring(0, dot)) {
      case "context" -> Optional.of(context.text(rest)).filter(text -> !text.isEmpty());
      case "stageVariables" -> Optional.ofNullable(call.stage().variables().get(rest));
      case "method" -> request(rest);
      case "integration" -> answered(rest);
      default -> throw unknown(expression);
    };
  }

  /// @param source `request.LOCATION.NAME`
  private Optional<String> request(String source) {
    if (source.startsWith("request.body")) {
      return json(call.body(), source.substring("request.body".length()));
    }
    String[] parts = source.split("\\.", 3);
    if (parts.length < 3 || !parts[0].equals("request")) {
      throw unknown("method." + source);
    }
    String name = parts[2];
    return switch (parts[1]) {
      case "header" -> call.request().header(name);
      case "multivalueheader" -> Optional.of(all(name)).filter(text -> !text.isEmpty());
      case "querystring" -> Optional.ofNullable(call.query().get(name)).map(List::getLast);
      case "multivaluequerystring" ->
          Optional.ofNullable(call.query().get(name)).map(values -> String.join(",", values));
      case "path" -> Optional.ofNullable(call.pathParameters().get(name));
      default -> throw unknown("method." + source);
    };
  }

  private String all(String name) {
    return String.join(
        ",",
        call.request().headers().stream()
            .filter(field -> field.name().equalsIgnoreCase(name))
            .map(field -> field.value())
            .toList());
  }

  private Optional<String> answered(String source) {
    HttpAnswer known = answer;
    if (known == null) {
      throw unknown("integration." + source);
    }
    if (source.startsWith("response.body")) {
      return json(known.body(), source.substring("response.body".length()));
    }
    if (source.startsWith("response.header.")) {
      return known.header(source.substring("response.header.".length()));
    }
    if (source.startsWith("response.multivalueheader.")) {
      return known.header(source.substring("response.multivalueheader.".length()));
    }
    throw unknown("integration." + source);
  }

  private Optional<String> json(byte[] body, String path) {
    Object found = JsonPath.find(new InputObject(call, body).tree(), "$" + path);
    return switch (found) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> Optional.of(EventText.write(found));
    };
  }

  private static Refusal unknown(String expression) {
    return Refusal.notEmulated("mapping " + expression);
  }
}
