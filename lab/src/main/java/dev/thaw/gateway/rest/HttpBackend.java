package dev.thaw.gateway.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Servers that are reached by HTTP: `HTTP` and `HTTP_PROXY`.
final class HttpBackend implements Backend {

  private static final int MAX_ANSWER = 10 << 20;

  /// They belong to a connection, not to a request.
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          ":status");

  private final MappedRequest requests;
  private final MappedResponse responses;

  HttpBackend(MappedRequest requests, MappedResponse responses) {
    this.requests = requests;
    this.responses = responses;
  }

  /// Made when the first integration needs it.
  private static final class Client {
    static final HttpClient HTTP =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public HttpAnswer answer(RestCall call, Integration integration) {
    if (!integration.connection().equals("INTERNET")) {
      throw Refusal.notEmulated("integration by " + integration.connection());
    }
    boolean proxy = integration.type() == Integration.Type.HTTP_PROXY;
    CallContext context = CallContext.of(call);
    byte[] body = proxy ? call.body() : requests.body(call, integration, context);
    HttpAnswer answer = send(request(call, integration, context, proxy, body));
    return proxy
        ? answer
        : responses.of(call, integration, context, Integer.toString(answer.status()), answer);
  }

  private static HttpRequest request(
      RestCall call, Integration integration, CallContext context, boolean proxy, byte[] body) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    if (proxy) {
      headers.putAll(ProxyEvent.headers(call));
    } else {
      headers.put("Content-Type", List.of(call.contentType()));
      headers.put("X-Amzn-Trace-Id", List.of(call.trace()));
    }
    headers.put("x-amzn-apigateway-api-id", List.of(call.api().id()));
    Target target =
        new Target(
            StageVariables.filled(integration.uri(), call.stage().variables()),
            new StringBuilder(proxy ? call.request().query() : ""),
            headers);
    Mapping mapping = new Mapping(call, context, null);
    new TreeMap<>(integration.parameters())
        .forEach((name, expression) -> {
          String[] parts = name.split("\\.", 4);
          if (parts.length == 4) {
            mapping.value(expression).ifPresent(value -> target.put(parts[2], parts[3], value));
          }
        });
    context
        .requestOverride()
        .forEach((place, values) -> {
          if (values instanceof Map<?, ?> map) {
            map.forEach((name, value) ->
                target.put(place.toString(), name.toString(), String.valueOf(value)));
          }
        });
    String verb =
        integration.verb().isEmpty() || integration.verb().equals("ANY")
            ? call.request().method()
            : integration.verb();
    return request(target.whole(), verb, headers, body, integration.timeoutMs());
  }

  /// What is called, while it is put together.
  private static final class Target {
    private String uri;
    private final StringBuilder query;
    private final Map<String, List<String>> headers;

    Target(String uri, StringBuilder query, Map<String, List<String>> headers) {
      this.uri = uri;
      this.query = query;
      this.headers = headers;
    }

    void put(String place, String name, String value) {
      switch (place) {
        case "header" -> headers.put(name, List.of(GatewayResponses.oneLine(value)));
        case "path" -> uri = uri.replace("{" + name + "}", value);
        case "querystring" ->
            query
                .append(query.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, UTF_8));
        default -> throw Refusal.notEmulated("mapping to integration.request." + place);
      }
    }

    String whole() {
      String separator = query.isEmpty() ? "" : uri.indexOf('?') < 0 ? "?" : "&";
      return uri + separator + query;
    }
  }

  private static HttpRequest request(
      String uri, String verb, Map<String, List<String>> headers, byte[] body, int timeoutMs) {
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(URI.create(uri))
              .method(
                  verb,
                  body.length == 0
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(body))
              .timeout(Duration.ofMillis(timeoutMs));
      headers.forEach((name, values) -> {
        if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
          values.forEach(value -> builder.header(name, value));
        }
      });
      return builder.build();
    } catch (IllegalArgumentException e) {
      System.getLogger(HttpBackend.class.getName())
          .log(System.Logger.Level.WARNING, "integration with {0}: {1}", uri, e.getMessage());
      throw Refusal.misconfigured();
    }
  }

  private static HttpAnswer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response =
          Client.HTTP.send(
              request,
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER));
      List<HeaderField> fields = new ArrayList<>();
      response
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
              values.forEach(value -> ProxyAnswer.add(fields, new HeaderField(name, value)));
            }
          });
      return new HttpAnswer(response.statusCode(), fields, response.body());
    } catch (HttpTimeoutException e) {
      throw Refusal.timedOut();
    } catch (IOException e) {
      throw Refusal.unreachable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unreachable();
    }
  }
}
