package dev.thaw.lambda;

import dev.thaw.lambda.runtime.Runtimes;
import dev.thaw.lambda.sandbox.Sandboxes;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A fleet of its own for one test, with Python functions written in place.
final class Lab implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  final List<String> log = new CopyOnWriteArrayList<>();
  final Timelines timelines = new Timelines(5_000);
  final Sandboxes sandboxes;
  final Fleet fleet;
  private final Path directory;
  private final String runtime;

  Lab(Path directory, Sandboxes.Choice isolation) {
    this(directory, isolation, KeepAlive.DEFAULT);
  }

  Lab(Path directory, Sandboxes.Choice isolation, KeepAlive keepAlive) {
    this.directory = directory;
    sandboxes = Sandboxes.open(directory.resolve("sandboxes"), isolation);
    Runtimes runtimes = new Runtimes(directory, Map.of());
    runtime = runtimes.preferred("python").orElseThrow();
    Fleet.Settings settings =
        new Fleet.Settings(directory, true, keepAlive, 1_000, 2, CloudAccess.NONE);
    fleet =
        new Fleet(
            settings,
            Clock.system(),
            timelines,
            sandboxes,
            runtimes,
            (stream, time, message) -> log.add(message));
  }

  /// What a caller sees.
  record Answer(String payload, String error, Timeline timeline, String tail) {

    JsonNode json() {
      return JSON.readTree(payload);
    }
  }

  FunctionSpec python(String name, String code) {
    return function(name, "app.handler", 128, Duration.ofSeconds(20), 512, Map.of("app.py", code));
  }

  /// A function that brings its own runtime. Nothing in its package is executable.
  FunctionSpec provided(String name, Map<String, String> files) {
    return function(name, "provided.al2023", "any", 128, Duration.ofSeconds(20), 512, files);
  }

  FunctionSpec function(
      String name,
      String handler,
      int memoryMb,
      Duration timeout,
      int tmpMb,
      Map<String, String> files) {
    return function(name, runtime, handler, memoryMb, timeout, tmpMb, files);
  }

  private FunctionSpec function(
      String name,
      String runtime,
      String handler,
      int memoryMb,
      Duration timeout,
      int tmpMb,
      Map<String, String> files) {
    return new FunctionSpec(
        "arn:aws:lambda:us-east-1:000000000000:function:" + name,
        "$LATEST",
        UUID.randomUUID().toString(),
        runtime,
        handler,
        zip(files),
        List.of(),
        memoryMb,
        timeout,
        tmpMb,
        Map.of("GREETING", "it's \"me\"\nand $HOME `id`"),
        "arn:aws:iam::000000000000:role/r",
        new FunctionSpec.Logging(false, "INFO", "INFO", "/aws/lambda/" + name),
        false);
  }

  FunctionSpec.CodeArtifact zip(Map<String, String> files) {
    try {
      Path zip = Files.createTempFile(directory, "function", ".zip");
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
        for (Map.Entry<String, String> file : files.entrySet()) {
          out.putNextEntry(new ZipEntry(file.getKey()));
          out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        }
      }
      String unique = UUID.randomUUID().toString().replace("-", "");
      return new FunctionSpec.CodeArtifact(zip, unique + unique, Files.size(zip));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer invoke(FunctionSpec function, String event) {
    Timeline timeline =
        timelines.add(new Timeline(Kind.REQUEST, UUID.randomUUID().toString(), Clock.system()));
    InvokeRequest request =
        new InvokeRequest(
            timeline,
            timeline.id(),
            event.getBytes(StandardCharsets.UTF_8),
            function.arn(),
            "Root=1-a-b",
            null,
            null,
            true,
            null);
    InvokeOutcome outcome = fleet.invoke(function, request);
    timeline.seal();
    return switch (outcome) {
      case InvokeOutcome.Answered(byte[] payload, java.util.Optional<String> error, byte[] tail) ->
          new Answer(text(payload), error.orElse(""), timeline, text(tail));
      case InvokeOutcome.Throttled(InvokeOutcome.Reason reason) ->
          new Answer("", reason.wireName(), timeline, "");
      case InvokeOutcome.Unavailable(String type, String message) ->
          new Answer(message, type, timeline, "");
    };
  }

  @Override
  public void close() {
    fleet.close();
    sandboxes.close();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
