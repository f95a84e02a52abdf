package dev.thaw.cloud.protocol;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says which service a request is meant for. A pure function of the request: the host first, then
/// the scope of the signature, the target, the protocol header, the path, and the form's action.
public final class Router {

  private static final String EXECUTE_API = "execute-api";
  private static final String LOCAL_APIS = "/restapis/";

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

    /// The front of a deployed API, function or website.
    ///
    /// @param plane `execute-api`, `lambda-url` or `s3-website`
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
    Optional<Route> plane = head.header("host").flatMap(this::dataPlane);
    if (plane.isPresent()) {
      return plane.get();
    }
    Optional<Route> local = localApi(head.path());
    if (local.isPresent()) {
      return local.get();
    }
    if (scope.signingName().isPresent()) {
      return signed(head, scope.signingName().get());
    }
    Optional<Route> found =
        target(head).or(() -> smithy(head)).or(() -> localBucket(head)).or(() -> path(head));
    return found.isPresent() ? found.get() : action(head, form).orElse(new Route.Unknown(""));
  }

  private Optional<Route> dataPlane(String host) {
    Optional<String> bucket = S3Address.remoteBucket(host);
    if (bucket.isPresent() || S3Address.isService(host)) {
      return Optional.of(s3(host, bucket));
    }
    int dot = host.indexOf('.');
    String rest = host.substring(dot + 1);
    if (dot > 0 && (rest.startsWith("execute-api.") || rest.startsWith("lambda-url."))) {
      String plane = rest.substring(0, rest.indexOf('.'));
      return Optional.of(new Route.DataPlane(plane, host.substring(0, dot)));
    }
    return Optional.empty();
  }

  /// `/restapis/ID/STAGE/_user_request_/...`, where no host can name the API.
  private static Optional<Route> localApi(String path) {
    if (!path.startsWith(LOCAL_APIS)) {
      return Optional.empty();
    }
    int id = path.indexOf('/', LOCAL_APIS.length());
    int stage = id < 0 ? -1 : path.indexOf('/', id + 1);
    return stage > 0 && path.startsWith("_user_request_", stage + 1)
        ? Optional.of(new Route.DataPlane(EXECUTE_API, path.substring(LOCAL_APIS.length(), id)))
        : Optional.empty();
  }

  private Route s3(String host, Optional<String> bucket) {
    if (bucket.isPresent() && host.contains(".s3-website")) {
      return new Route.DataPlane("s3-website", bucket.get());
    }
    return byName("s3").orElse(new Route.Unknown("s3"));
  }

  /// Unsigned, and nothing else says another service.
  private Optional<Route> localBucket(RequestHead head) {
    return head.header("host").flatMap(S3Address::localBucket).flatMap(bucket -> byName("s3"));
  }

  private Optional<Route> byName(String name) {
    return known.stream().filter(entry -> entry.name().equals(name)).findFirst().map(this::found);
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
    Optional<Route> bySigningName =
        known.stream()
            .filter(entry -> entry.signingName().equals(name))
            .findFirst()
            .map(this::found);
    return byName(name).or(() -> bySigningName).orElse(new Route.Unknown(name));
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
      boolean rest = service.entry().protocols().getFirst().startsWith("rest");
      if (rest
          && !service.name().equals("s3")
          && service.model().uris().match(head, head.path()).isPresent()) {
        return Optional.of(new Route.Offered(service));
      }
    }
    return Optional.empty();
  }

  private Optional<Route> action(RequestHead head, Form form) throws IOException {
    // Query services live at the root; below it a form is an object on its way to S3
    boolean inForm = head.query().first("Action").isEmpty() && head.path().equals("/");
    Query query = inForm ? form.read() : head.query();
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
