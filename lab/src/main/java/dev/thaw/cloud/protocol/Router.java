package dev.thaw.cloud.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says which service a request is meant for. A pure function of the request: the host first, then
/// the scope of the signature, the target, the protocol header, the path, and the form's action.
public final class Router {

  private static final String EXECUTE_API = "execute-api";

  private final List<ServiceEntry> known;
  private final Map<String, Service> offered;

  /// @param known all that AWS has, as far as there are models
  /// @param offered by name
  Router(List<ServiceEntry> known, Map<String, Service> offered) {
    this.known = List.copyOf(known);
    this.offered = offered;
  }

  /// Where a request goes.
  public sealed interface Route {

    record Offered(Service service) implements Route {}

    /// AWS has it, thaw does not.
    record Missing(ServiceEntry service) implements Route {}

    /// The front of a deployed API, function or bucket.
    ///
    /// @param plane `execute-api`, `lambda-url` or `s3`
    /// @param id of the API or function URL, or name of the bucket
    record DataPlane(String plane, String id) implements Route {}

    /// Signed for a service that has no model here, or not an AWS request at all.
    ///
    /// @param signingName what the signature names, empty without one
    record Unknown(String signingName) implements Route {}
  }

  /// The form of a form-encoded body, read when somebody asks.
  @FunctionalInterface
  interface Form {
    Query read() throws IOException;
  }

  /// @param form of a form-encoded body; asked only when nothing before decides
  Route route(RequestHead head, Scope scope, Form form) throws IOException {
    Optional<Route> plane = head.header("host").flatMap(Router::dataPlane);
    if (plane.isPresent()) {
      return plane.get();
    }
    if (scope.signingName().isPresent()) {
      return signed(head, scope.signingName().get());
    }
    Optional<Route> found = target(head).or(() -> smithy(head)).or(() -> path(head));
    return found.isPresent() ? found.get() : action(head, form).orElse(new Route.Unknown(""));
  }

  private static Optional<Route> dataPlane(String host) {
    int dot = host.indexOf('.');
    if (dot <= 0 || Character.isDigit(host.charAt(dot + 1 < host.length() ? dot + 1 : dot))) {
      return Optional.empty();
    }
    String id = host.substring(0, dot);
    String rest = host.substring(dot + 1);
    if (rest.startsWith("execute-api.") || rest.startsWith("lambda-url.")) {
      return Optional.of(new Route.DataPlane(rest.substring(0, rest.indexOf('.')), id));
    }
    int s3 = host.indexOf(".s3");
    if (s3 > 0
        && s3 + 3 < host.length()
        && (host.charAt(s3 + 3) == '.' || host.charAt(s3 + 3) == '-')) {
      return Optional.of(new Route.DataPlane("s3", host.substring(0, s3)));
    }
    return Optional.empty();
  }

  private Route signed(RequestHead head, String signingName) {
    String name =
        switch (signingName) {
          case "apigateway" -> head.path().startsWith("/v2/") ? "apigatewayv2" : "apigateway";
          case "s3" -> head.path().startsWith("/v20180820/") ? "s3control" : "s3";
          case EXECUTE_API ->
              head.path().contains("/@connections") ? "apigatewaymanagementapi" : EXECUTE_API;
          default -> signingName;
        };
    for (ServiceEntry entry : known) {
      if (entry.name().equals(name)) {
        return found(entry);
      }
    }
    for (ServiceEntry entry : known) {
      if (entry.signingName().equals(name)) {
        return found(entry);
      }
    }
    return new Route.Unknown(name);
  }

  private Optional<Route> target(RequestHead head) {
    return head.header("x-amz-target")
        .map(target -> target.substring(0, Math.max(target.lastIndexOf('.'), 0)))
        .flatMap(prefix ->
            known.stream()
                .filter(entry -> entry.targetPrefix().filter(prefix::equals).isPresent())
                .findFirst())
        .map(this::found);
  }

  /// `/service/GraniteServiceVersion20100801/operation/ListMetrics`
  private Optional<Route> smithy(RequestHead head) {
    if (head.header("smithy-protocol").isEmpty() || !head.path().startsWith("/service/")) {
      return Optional.empty();
    }
    int from = "/service/".length();
    int to = head.path().indexOf('/', from);
    String name = head.path().substring(from, to < 0 ? head.path().length() : to);
    return known.stream()
        .filter(entry ->
            entry.targetPrefix().filter(name::equals).isPresent() || entry.serviceId().equals(name))
        .findFirst()
        .map(this::found);
  }

  /// S3 would match any path: it comes last.
  private Optional<Route> path(RequestHead head) {
    for (Service service : offered.values()) {
      if (!service.model().name().equals("s3")
          && service.model().uris().match(head.method(), head.path(), head.query()).isPresent()) {
        return Optional.of(new Route.Offered(service));
      }
    }
    return Optional.empty();
  }

  private Optional<Route> action(RequestHead head, Form form) throws IOException {
    Query query = head.query().first("Action").isPresent() ? head.query() : form.read();
    if (query.first("Action").isEmpty()) {
      return Optional.ofNullable(offered.get("s3")).map(Route.Offered::new);
    }
    Optional<String> version = query.first("Version");
    return known.stream()
        .filter(entry -> entry.speaks("query") && version.equals(Optional.of(entry.apiVersion())))
        .findFirst()
        .map(this::found);
  }

  private Route found(ServiceEntry entry) {
    Service service = offered.get(entry.name());
    return service == null ? new Route.Missing(entry) : new Route.Offered(service);
  }
}
