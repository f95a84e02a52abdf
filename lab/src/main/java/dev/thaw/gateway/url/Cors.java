package dev.thaw.gateway.url;

import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.Incoming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// What a URL lets pages of other origins do. With it, AWS answers preflight requests itself and
/// puts its own fields over those of the function.
///
/// @param maxAgeSeconds how long a browser may remember a preflight
public record Cors(
    boolean credentials,
    List<String> headers,
    List<String> methods,
    List<String> origins,
    List<String> exposed,
    OptionalLong maxAgeSeconds) {

  private static final String ANY = "*";
  private static final String PREFIX = "access-control-";

  public Cors {
    headers = List.copyOf(headers);
    methods = List.copyOf(methods);
    origins = List.copyOf(origins);
    exposed = List.copyOf(exposed);
  }

  static boolean isPreflight(Incoming request) {
    return request.method().equals("OPTIONS")
        && request.header("origin").isPresent()
        && request.header("access-control-request-method").isPresent();
  }

  /// What a preflight request is answered. A page that is not allowed learns nothing.
  List<HeaderField> preflight(Incoming request) {
    List<HeaderField> fields = new ArrayList<>();
    String method = request.header("access-control-request-method").orElse("");
    if (allowedOrigin(request).isPresent() && allows(methods, method)) {
      origin(request, fields);
      list("Access-Control-Allow-Methods", methods, fields);
      list("Access-Control-Allow-Headers", headers, fields);
      maxAgeSeconds.ifPresent(
          age -> fields.add(new HeaderField("Access-Control-Max-Age", Long.toString(age))));
    }
    return fields;
  }

  /// The fields of an answer with those of this policy in the place of the function's own.
  List<HeaderField> over(List<HeaderField> given, Incoming request) {
    List<HeaderField> fields = new ArrayList<>(given.size() + 4);
    for (HeaderField field : given) {
      if (!field.name().toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
        fields.add(field);
      }
    }
    if (allowedOrigin(request).isPresent()) {
      origin(request, fields);
      list("Access-Control-Expose-Headers", exposed, fields);
    }
    return fields;
  }

  HttpAnswer over(HttpAnswer answer, Incoming request) {
    return new HttpAnswer(answer.status(), over(answer.headers(), request), answer.body());
  }

  private void origin(Incoming request, List<HeaderField> to) {
    to.add(new HeaderField("Access-Control-Allow-Origin", allowedOrigin(request).orElse(ANY)));
    if (credentials) {
      to.add(new HeaderField("Access-Control-Allow-Credentials", "true"));
    }
    to.add(new HeaderField("Vary", "Origin"));
  }

  private Optional<String> allowedOrigin(Incoming request) {
    return request
        .header("origin")
        .filter(origin -> allows(origins, origin))
        .map(origin -> origins.contains(ANY) && !credentials ? ANY : origin);
  }

  private static boolean allows(List<String> allowed, String wanted) {
    for (String each : allowed) {
      if (each.equals(ANY) || each.equalsIgnoreCase(wanted) || matches(each, wanted)) {
        return true;
      }
    }
    return false;
  }

  /// `https://*` allows every origin of a scheme.
  private static boolean matches(String pattern, String wanted) {
    return pattern.endsWith("://*")
        && wanted.startsWith(pattern.substring(0, pattern.length() - 1));
  }

  private static void list(String name, List<String> values, List<HeaderField> to) {
    if (!values.isEmpty()) {
      to.add(new HeaderField(name, String.join(",", values)));
    }
  }
}
