package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.vtl.VtlObject;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// `$input` of templates: the parameters of the request, and a body, which is the request's or the
/// integration's.
final class InputObject implements VtlObject {

  private final RestCall call;
  private final String body;
  private boolean read;
  private @Nullable Object tree;

  InputObject(RestCall call, byte[] body) {
    this.call = call;
    this.body = new String(body, StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable Object property(String name) {
    return name.equals("body") ? body : null;
  }

  @Override
  public Object call(String method, List<@Nullable Object> arguments) {
    return switch (method + arguments.size()) {
      case "json1" -> {
        Object found = find(arguments);
        yield found == null ? "" : EventText.write(found);
      }
      case "path1" -> {
        Object found = find(arguments);
        yield found == null ? "" : found;
      }
      case "params0" -> params();
      case "params1" -> param(String.valueOf(arguments.getFirst()));
      case "body0" -> body;
      default -> throw VtlObject.unknown("$input", method, arguments.size());
    };
  }

  private @Nullable Object find(List<@Nullable Object> arguments) {
    return JsonPath.find(tree(), String.valueOf(arguments.getFirst()));
  }

  /// A body that is not JSON counts as a text.
  @Nullable Object tree() {
    if (!read) {
      read = true;
      try {
        tree = body.isBlank() ? Map.of() : EventText.read(body);
      } catch (JacksonException _) {
        tree = body;
      }
    }
    return tree;
  }

  private Map<String, Object> params() {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("path", new LinkedHashMap<>(call.pathParameters()));
    params.put("querystring", last(call.query()));
    params.put("header", last(ProxyEvent.headers(call)));
    return params;
  }

  private static Map<String, String> last(Map<String, List<String>> values) {
    Map<String, String> last = new LinkedHashMap<>();
    values.forEach((name, list) -> last.put(name, list.getLast()));
    return last;
  }

  /// Of the path, else of the query, else of the header.
  private String param(String name) {
    String inPath = call.pathParameters().get(name);
    if (inPath != null) {
      return inPath;
    }
    List<String> inQuery = call.query().get(name);
    return inQuery != null ? inQuery.getLast() : call.request().header(name).orElse("");
  }
}
