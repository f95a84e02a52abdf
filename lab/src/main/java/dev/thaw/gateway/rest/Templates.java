package dev.thaw.gateway.rest;

import dev.thaw.gateway.vtl.Template;
import dev.thaw.gateway.vtl.VtlObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Renders the templates of APIs; each is read once.
final class Templates {

  private static final int KEPT = 2000;
  private static final UtilObject UTIL = new UtilObject();

  private final Map<String, Template> read = new ConcurrentHashMap<>();

  /// @param body that `$input` shows
  /// @throws dev.thaw.gateway.vtl.VtlException if the template cannot be carried out
  String render(String template, RestCall call, byte[] body, CallContext context) {
    if (isPlain(template)) {
      return template;
    }
    if (read.size() > KEPT) {
      read.clear();
    }
    return read.computeIfAbsent(template, Template::parse)
        .render(
            Map.of(
                "input",
                new InputObject(call, body),
                "util",
                UTIL,
                "context",
                context,
                "stageVariables",
                new StageVariables(call.stage().variables())));
  }

  private static boolean isPlain(String template) {
    return template.indexOf('$') < 0 && template.indexOf('#') < 0 && template.indexOf('\\') < 0;
  }

  /// The template for a type, else the only sort of default that AWS knows: none.
  ///
  /// @param header a content type, or the types that a caller accepts
  static Optional<Map.Entry<String, String>> choose(Map<String, String> templates, String header) {
    String type = MediaTypes.plain(header);
    for (Map.Entry<String, String> each : templates.entrySet()) {
      if (each.getKey().equalsIgnoreCase(type)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// For answers: what the caller accepts, else JSON, else any.
  static Optional<Map.Entry<String, String>> chooseAnswer(
      Map<String, String> templates, String accept) {
    return choose(templates, accept)
        .or(() -> choose(templates, MediaTypes.JSON))
        .or(() -> templates.entrySet().stream().min(Map.Entry.comparingByKey()));
  }

  private record StageVariables(Map<String, String> variables) implements VtlObject {
    @Override
    public Object property(String name) {
      return variables.getOrDefault(name, "");
    }

    @Override
    public Object call(String method, List<@Nullable Object> arguments) {
      if (method.equals("get") && arguments.size() == 1) {
        return property(String.valueOf(arguments.getFirst()));
      }
      throw VtlObject.unknown("$stageVariables", method, arguments.size());
    }
  }
}
