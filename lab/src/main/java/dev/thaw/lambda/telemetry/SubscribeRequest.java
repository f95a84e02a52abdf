package dev.thaw.lambda.telemetry;

import dev.thaw.lambda.telemetry.Schema.Api;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the body of a call to subscribe. All that is wrong with it is said at once, as AWS does.
final class SubscribeRequest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HOST = "sandbox.localdomain";

  /// Longer paths than that are no destination.
  private static final int MAX_URI = 2_048;

  private final Api api;
  private final JsonNode body;
  private final List<String> faults = new ArrayList<>();

  private SubscribeRequest(Api api, JsonNode body) {
    this.api = api;
    this.body = body;
  }

  /// Either a subscription or why there is none.
  sealed interface Reading {
    record Valid(Subscription subscription) implements Reading {}

    /// @param why the faults, separated by semicolons
    record Invalid(String why) implements Reading {}
  }

  static Reading read(Api api, String extension, byte[] bytes) {
    try {
      JsonNode body = JSON.readTree(bytes);
      if (!body.isObject()) {
        return new Reading.Invalid("body: not a JSON object");
      }
      return new SubscribeRequest(api, body).read(extension);
    } catch (JacksonException e) {
      return new Reading.Invalid("body: cannot be parsed as JSON");
    }
  }

  private Reading read(String extension) {
    Optional<Schema> schema = schema();
    Optional<Destination> destination = destination();
    Set<Category> types = types();
    Buffering buffering = buffering();
    if (!faults.isEmpty() || schema.isEmpty() || destination.isEmpty()) {
      return new Reading.Invalid(String.join("; ", faults));
    }
    return new Reading.Valid(
        new Subscription(extension, schema.get(), types, buffering, destination.get()));
  }

  private Optional<Schema> schema() {
    JsonNode node = body.path("schemaVersion");
    if (absent(node) && api == Api.LOGS) {
      return Optional.of(Schema.LOGS_2020_08_15);
    }
    Optional<Schema> schema = Schema.of(api, node.isString() ? node.asString() : "");
    if (schema.isEmpty()) {
      fault("schemaVersion", node, "one of " + String.join(", ", Schema.versions(api)));
    }
    return schema;
  }

  private Set<Category> types() {
    Set<Category> types = EnumSet.noneOf(Category.class);
    JsonNode node = body.path("types");
    if (!node.isArray() || node.isEmpty()) {
      faults.add("types should not be empty");
      return types;
    }
    for (JsonNode type : node) {
      Optional<Category> category = Category.of(type.isString() ? type.asString() : "");
      if (category.isEmpty()) {
        fault("types", type, "platform, function or extension");
      }
      category.ifPresent(types::add);
    }
    return types;
  }

  private Buffering buffering() {
    JsonNode node = body.path("buffering");
    Buffering usual = Buffering.DEFAULT;
    if (absent(node)) {
      return usual;
    }
    if (!node.isObject()) {
      fault("buffering", node, "an object");
      return usual;
    }
    return new Buffering(
        limit(node, "maxBytes", 262_144, 1_048_576, usual.maxBytes()),
        limit(node, "maxItems", 1_000, 10_000, usual.maxItems()),
        limit(node, "timeoutMs", 25, 30_000, usual.timeoutMs()));
  }

  private int limit(JsonNode buffering, String name, int least, int most, int usual) {
    JsonNode node = buffering.path(name);
    if (absent(node)) {
      return usual;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToInt()
        || node.asInt() < least
        || node.asInt() > most) {
      fault("buffering." + name, node, least + " to " + most);
      return usual;
    }
    return node.asInt();
  }

  private Optional<Destination> destination() {
    JsonNode node = body.path("destination");
    if (!node.isObject()) {
      fault("destination", node, "an object");
      return Optional.empty();
    }
    JsonNode protocol = node.path("protocol");
    return switch (protocol.isString() ? protocol.asString() : "") {
      case "HTTP" -> http(node);
      case "TCP" -> tcp(node);
      default -> {
        fault("destination.protocol", protocol, "HTTP or TCP");
        yield Optional.empty();
      }
    };
  }

  private Optional<Destination> http(JsonNode node) {
    Optional<String> method = method(node);
    JsonNode encoding = node.path("encoding");
    if (!absent(encoding) && !(encoding.isString() && encoding.asString().equals("JSON"))) {
      fault("destination.encoding", encoding, "JSON");
    }
    URI uri = uri(node, "http");
    if (uri == null || method.isEmpty()) {
      return Optional.empty();
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    return Optional.of(new Destination.Http(uri.getPort(), method.get(), target));
  }

  private Optional<String> method(JsonNode node) {
    JsonNode method = node.path("method");
    if (absent(method)) {
      return Optional.of("POST");
    }
    String name = method.isString() ? method.asString() : "";
    if (name.equals("POST") || (name.equals("PUT") && api == Api.LOGS)) {
      return Optional.of(name);
    }
    fault("destination.method", method, api == Api.LOGS ? "POST or PUT" : "POST");
    return Optional.empty();
  }

  private Optional<Destination> tcp(JsonNode node) {
    JsonNode port = node.path("port");
    if (absent(port) && !absent(node.path("URI"))) {
      return Optional.ofNullable(uri(node, "tcp")).map(uri -> new Destination.Tcp(uri.getPort()));
    }
    if (!port.isIntegralNumber() || !port.canConvertToInt() || !isPort(port.asInt())) {
      fault("destination.port", port, "1 to 65535");
      return Optional.empty();
    }
    return Optional.of(new Destination.Tcp(port.asInt()));
  }

  /// Null after a fault.
  private @Nullable URI uri(JsonNode destination, String scheme) {
    JsonNode node = destination.path("URI");
    String text = node.isString() ? node.asString() : "";
    URI uri;
    try {
      uri = new URI(text.length() > MAX_URI ? "" : text);
    } catch (URISyntaxException e) {
      fault("destination.URI", node, scheme + "://" + HOST + ":PORT");
      return null;
    }
    if (uri.getScheme() == null
        || !uri.getScheme().toLowerCase(Locale.ROOT).equals(scheme)
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || !uri.getHost().toLowerCase(Locale.ROOT).equals(HOST)) {
      fault("destination.URI", node, scheme + "://" + HOST + ":PORT");
      return null;
    }
    if (uri.getPort() < 0) {
      faults.add("URI port is not provided");
      return null;
    }
    if (!isPort(uri.getPort())) {
      fault("destination.URI", node, "a port from 1 to 65535");
      return null;
    }
    return uri;
  }

  private void fault(String field, JsonNode value, String expected) {
    String shown = value.isMissingNode() ? "missing" : value.toString();
    String cut = shown.length() > 200 ? shown.substring(0, 200) + "…" : shown;
    faults.add(field + ": " + cut + " (expected: " + expected + ")");
  }

  private static boolean isPort(int port) {
    return port > 0 && port < 65_536;
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
