package dev.thaw.measure;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.dns.Resolver;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.ScriptedServer;
import dev.thaw.wire.http.ScriptedServer.Peer;
import dev.thaw.wire.http.Target;
import dev.thaw.wire.sigv4.Credentials;
import dev.thaw.wire.sigv4.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A Lambda endpoint that runs nothing: it keeps functions, gives every update new environments,
/// and answers with timelines of its own making. One environment per function at a time.
final class FakeLambda implements AutoCloseable {

  /// How it misbehaves.
  ///
  /// @param timelines whether `/_thaw/timelines/` is served
  /// @param stubborn invocations, by number from 1, before which an update is ignored
  /// @param failing invocations whose function fails
  /// @param dropped invocations that are not answered
  /// @param throttled calls through the URL that are refused
  record Manners(
      boolean timelines,
      Predicate<Integer> stubborn,
      Predicate<Integer> failing,
      Predicate<Integer> dropped,
      Predicate<Integer> throttled) {
    static final Manners GOOD = new Manners(true, n -> false, n -> false, n -> false);

    Manners(
        boolean timelines,
        Predicate<Integer> stubborn,
        Predicate<Integer> failing,
        Predicate<Integer> dropped) {
      this(timelines, stubborn, failing, dropped, n -> false);
    }
  }

  private final ScriptedServer server;
  private final Manners manners;
  private final Map<String, String> descriptions = new TreeMap<>();
  private final Map<String, Integer> pendingPolls = new HashMap<>();
  private final Map<String, String> environments = new HashMap<>();
  private final Map<String, String> timelines = new HashMap<>();
  private final List<String> order = new ArrayList<>();
  private int invocations;

  FakeLambda(Manners manners) {
    this.manners = manners;
    this.server = new ScriptedServer(this::serve);
  }

  LambdaApi api() {
    Signer signer = new Signer(Credentials.ANYBODY, "us-east-1", "lambda");
    Target target = server.target();
    Options options = Options.usual().withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20));
    return new LambdaApi(target, options, signer, Clock.system());
  }

  /// A URL in front of a function, under a name that only a table knows.
  Door.Url url(String function) {
    Options options =
        Options.usual()
            .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(20))
            .withResolver(
                Resolver.overriding(
                    Map.of("shop.example", InetAddress.ofLiteral("127.0.0.1")),
                    Resolver.ofThisMachine()));
    return Door.Url.of(
        "http://shop.example/url/" + function + "/greet?word=hello",
        Door.Ask.GET,
        options,
        OptionalInt.of(server.target().port()));
  }

  /// Functions in the order in which they were invoked.
  synchronized List<String> order() {
    return List.copyOf(order);
  }

  synchronized Map<String, String> descriptions() {
    return Map.copyOf(descriptions);
  }

  List<String> requests() {
    return server.requests();
  }

  int connections() {
    return server.connections();
  }

  synchronized void existing(String function, String description) {
    descriptions.put(function, description);
  }

  private void serve(Peer peer) throws IOException {
    for (String request = peer.request(); !request.isEmpty(); request = peer.request()) {
      String[] line = request.lines().findFirst().orElseThrow().split(" ");
      String answer = answer(line[0], line[1].split("/"), request);
      if (answer.isEmpty()) {
        return;
      }
      peer.reply(answer);
    }
  }

  private synchronized String answer(String method, String[] path, String request) {
    if (path[1].equals("_thaw")) {
      String timeline = timelines.get(path[3]);
      return timeline == null || !manners.timelines()
          ? json(404, "{\"message\":\"no such timeline\"}", "")
          : json(200, timeline, "");
    }
    if (path[1].equals("url")) {
      return call(path[2]);
    }
    String body = request.substring(request.indexOf("\r\n\r\n") + 4);
    if (method.equals("POST") && path.length == 3) {
      String name = field(body, "FunctionName");
      if (descriptions.putIfAbsent(name, "") != null) {
        return json(
            409,
            "{\"Message\":\"Function already exist: " + name + "\"}",
            "x-amzn-ErrorType: ResourceConflictException:http://x\r\n");
      }
      pendingPolls.put(name, 2);
      return state(201, name);
    }
    String name = path[3];
    if (!descriptions.containsKey(name)) {
      return json(
          404,
          "{\"Message\":\"Function not found: " + name + "\"}",
          "x-amzn-ErrorType: ResourceNotFoundException\r\n");
    }
    return switch (method) {
      case "PUT" -> {
        descriptions.put(name, field(body, "Description"));
        pendingPolls.put(name, 1);
        if (!manners.stubborn().test(invocations + 1)) {
          environments.remove(name);
        }
        yield state(200, name);
      }
      case "GET" -> state(200, name);
      case "DELETE" -> {
        descriptions.remove(name);
        yield "HTTP/1.1 204 No Content\r\n\r\n";
      }
      case "POST" -> invoke(name, request.contains("X-Amz-Log-Type: Tail"));
      default -> throw new IllegalStateException(method);
    };
  }

  /// As the gateway of a thaw answers.
  private String call(String name) {
    if (!descriptions.containsKey(name)) {
      return json(403, "{\"message\":\"Missing Authentication Token\"}", "");
    }
    invocations++;
    order.add(name);
    if (manners.throttled().test(invocations)) {
      return json(429, "{\"message\":\"Too Many Requests\"}", "");
    }
    String id = "request-" + invocations;
    boolean cold = !environments.containsKey(name);
    String environment = environments.computeIfAbsent(name, n -> "env-" + invocations);
    long now = Clock.system().now() / 1_000;
    if (cold) {
      timelines.put(environment, environmentTimeline(environment, now + 20));
    }
    String gateway =
        """
        {"id":10,"parent":null,"name":"route","origin":"measured","start_us":%d,"end_us":%d},
        {"id":11,"parent":null,"name":"authorize","origin":"measured","start_us":%d,"end_us":%d},
        {"id":12,"parent":null,"name":"integrate","origin":"measured","start_us":%d,"end_us":%d},\
        """
            .formatted(now, now + 5, now + 5, now + 8, now + 10, now + 150);
    String within = requestTimeline(id, environment, cold, now + 20);
    timelines.put(
        id,
        within
            .replace("\"phases\":[", "\"phases\":[" + gateway)
            .replace("\"attributes\":{}", "\"attributes\":{\"max-memory-used\":31000000}")
            .replaceFirst("\"started_us\":\\d+", "\"started_us\":" + now));
    // what the record tells has to fit into what the caller waits
    while (Clock.system().now() / 1_000 < now + 150) {
      Thread.onSpinWait();
    }
    boolean failed = manners.failing().test(invocations);
    return json(
        failed ? 502 : 200,
        failed ? "{\"message\":\"Internal server error\"}" : "{\"greeting\":\"hello\"}",
        "x-amzn-RequestId: " + id + "\r\n");
  }

  private String invoke(String name, boolean tail) {
    invocations++;
    order.add(name);
    if (manners.dropped().test(invocations)) {
      return "";
    }
    String id = "request-" + invocations;
    boolean cold = !environments.containsKey(name);
    String environment = environments.computeIfAbsent(name, n -> "env-" + invocations);
    long now = Clock.system().now() / 1_000;
    if (cold) {
      timelines.put(environment, environmentTimeline(environment, now));
    }
    timelines.put(id, requestTimeline(id, environment, cold, now));
    boolean failed = manners.failing().test(invocations);
    String log =
        """
        START RequestId: %1$s
        END RequestId: %1$s
        REPORT RequestId: %1$s\tDuration: 1.25 ms\tMemory Size: 128 MB\tMax Memory Used: %2$d MB\t%3$s
        """
            .formatted(id, 30 + invocations % 5, cold ? "Init Duration: 80.50 ms\t" : "");
    String headers =
        "x-amzn-RequestId: "
            + id
            + "\r\n"
            + (failed ? "X-Amz-Function-Error: Unhandled\r\n" : "")
            + (tail
                ? "X-Amz-Log-Result: "
                    + Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8))
                    + "\r\n"
                : "");
    return json(
        200, failed ? "{\"errorType\":\"KeyError\",\"errorMessage\":\"'x'\"}" : "{}", headers);
  }

  private String state(int status, String name) {
    int left = pendingPolls.merge(name, -1, Integer::sum);
    return json(
        status,
        """
        {"FunctionName":"%s","Runtime":"python3.13","Handler":"app.handler","MemorySize":128,
        "CodeSize":1234,"Description":"%s","State":"Active","LastUpdateStatus":"%s"}\
        """
            .formatted(name, descriptions.get(name), left >= 0 ? "InProgress" : "Successful"),
        "");
  }

  private static String requestTimeline(String id, String environment, boolean cold, long us) {
    String start =
        """
        {"id":1,"parent":null,"name":"cold-start","origin":"measured","start_us":%d,"end_us":%d},\
        """
            .formatted(us, us + 90);
    return """
    {"kind":"request","id":"%s","started_us":%d,"sealed":true,"attributes":{},"phases":[
    {"id":8,"parent":null,"name":"receive","origin":"measured","start_us":%d,"end_us":%d},
    {"id":9,"parent":null,"name":"send","origin":"measured","start_us":%d,"end_us":%d},
    {"id":0,"parent":null,"name":"dispatch","origin":"measured","start_us":%d,"end_us":%d},%s
    {"id":2,"parent":null,"name":"invoke","origin":"measured","start_us":%d,"end_us":%d}],
    "links":[{"relation":"ran-in","kind":"environment","id":"%s"}]}\
    """
        .formatted(
            id,
            us,
            us,
            us + 1,
            us + 100,
            us + 104,
            us,
            us + 10,
            cold ? start : "",
            us + 90,
            us + 100,
            environment);
  }

  private static String environmentTimeline(String id, long us) {
    return """
    {"kind":"environment","id":"%s","started_us":%d,"sealed":false,
    "attributes":{"isolation":"unshare","limits":"cgroup v1","memory-enforced":true,
    "cpu-enforced":false,"freezer":"cgroup v2","runtime-executable":"/usr/bin/python3.13",
    "runtime-version":"3.13.5"},"phases":[
    {"id":0,"parent":null,"name":"download","origin":"emulated","start_us":%d,"end_us":%d},
    {"id":1,"parent":null,"name":"sandbox","origin":"measured","start_us":%d,"end_us":%d},
    {"id":2,"parent":null,"name":"init","origin":"measured","start_us":%d,"end_us":%d},
    {"id":3,"parent":2,"name":"runtime-boot","origin":"measured","start_us":%d,"end_us":%d},
    {"id":4,"parent":2,"name":"function-init","origin":"measured","start_us":%d,"end_us":%d},
    {"id":5,"parent":null,"name":"freeze","origin":"measured","start_us":%d,"end_us":null}],
    "links":[]}\
    """
        .formatted(
            id, us, us, us + 20, us + 10, us + 40, us + 40, us + 90, us + 40, us + 60, us + 60,
            us + 90, us + 101);
  }

  private static String json(int status, String body, String headers) {
    return "HTTP/1.1 %d X\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, body.length(), body);
  }

  private static String field(String json, String name) {
    return json.replaceFirst("(?s).*\"" + name + "\"\\s*:\\s*\"([^\"]*)\".*", "$1");
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
