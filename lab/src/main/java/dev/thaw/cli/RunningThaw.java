package dev.thaw.cli;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Connection;
import dev.thaw.wire.http.Headers;
import dev.thaw.wire.http.HttpFailure;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Request;
import dev.thaw.wire.http.Response;
import dev.thaw.wire.http.Target;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A thaw that runs on this machine, as it tells about itself.
///
/// @param proxyPort of its own proxy
/// @param authority the folder of its certificate authority
record RunningThaw(int port, int proxyPort, Path authority) {

  /// @throws Failure with status 2 if there is none on the port; the message says how to start it
  static RunningThaw on(int port) {
    try {
      Response response = send(port, Request.get("/_thaw/health", Headers.NONE));
      JsonNode health = JsonMapper.shared().readTree(response.body());
      int proxy = health.path("proxy_port").asInt(0);
      String authority = health.path("authority").asString("");
      if (response.status() != 200 || proxy == 0 || authority.isEmpty()) {
        throw new Failure(
            "what answers on port " + port + " is no thaw of this version; " + start(port), 2);
      }
      return new RunningThaw(port, proxy, Path.of(authority));
    } catch (JacksonException e) {
      throw new Failure("what answers on port " + port + " is no thaw; " + start(port), 2);
    }
  }

  /// What a running thaw answers at one of its own paths.
  ///
  /// @throws Failure with status 2 if there is none on the port, or one that does not know the path
  static byte[] get(int port, String path) {
    return answered(port, send(port, Request.get(path, Headers.NONE)));
  }

  /// Has a running thaw do something, which may take a while.
  ///
  /// @throws Failure with status 2 as [#get]
  static void post(int port, String path) {
    answered(port, send(port, new Request("POST", path, Headers.NONE, new byte[0])));
  }

  private static byte[] answered(int port, Response response) {
    if (response.status() != 200) {
      throw new Failure(
          "what answers on port " + port + " is no thaw of this version; " + start(port), 2);
    }
    return response.body();
  }

  private static Response send(int port, Request request) {
    if (port < 1 || port > 65_535) {
      throw new Failure("--port " + port + " (expected: 1 to 65535)", 2);
    }
    Options options = Options.usual().withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(60));
    try (Connection connection =
        Connection.open(new Target(false, "127.0.0.1", port), options, Clock.system())) {
      return connection.send(request).response();
    } catch (HttpFailure e) {
      throw new Failure("thaw is not running on port " + port + "; " + start(port), 2);
    }
  }

  private static String start(int port) {
    return "start it with: thaw up --port " + port;
  }
}
