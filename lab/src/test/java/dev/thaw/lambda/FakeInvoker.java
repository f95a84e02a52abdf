package dev.thaw.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.lambda.runtimeapi.ResponseStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/// An execution side without environments: it answers as it is told, by default with the event, and
/// remembers what it was asked.
public final class FakeInvoker implements Invoker {

  /// What was asked, in words: `invoke hello $LATEST`, `reserve hello 5`.
  public final List<String> asked = new CopyOnWriteArrayList<>();

  public final List<InvokeRequest> requests = new CopyOnWriteArrayList<>();
  public volatile boolean remembers = true;
  public volatile BiFunction<FunctionSpec, InvokeRequest, InvokeOutcome> behaviour =
      (function, request) -> FakeInvoker.answered(request.payload());
  public volatile Provisioned provisioned = new Provisioned(0, 0, 0, "");

  public static InvokeOutcome answered(byte[] payload) {
    return new InvokeOutcome.Answered(
        payload, Optional.empty(), "START\nEND\nREPORT\n".getBytes(UTF_8));
  }

  public static InvokeOutcome failed(String document) {
    return new InvokeOutcome.Answered(
        document.getBytes(UTF_8), Optional.of("Unhandled"), "ERROR\n".getBytes(UTF_8));
  }

  /// Streams these parts.
  public static BiFunction<FunctionSpec, InvokeRequest, InvokeOutcome> streaming(String... parts) {
    return (function, request) -> {
      ResponseStream stream = request.stream();
      if (stream == null) {
        throw new IllegalStateException("a buffered call (expected: a streamed one)");
      }
      try {
        stream.begin("text/plain");
        for (String part : parts) {
          byte[] bytes = part.getBytes(UTF_8);
          stream.write(bytes, 0, bytes.length);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return answered(new byte[0]);
    };
  }

  @Override
  public InvokeOutcome invoke(FunctionSpec function, InvokeRequest request) {
    if (remembers) {
      asked.add("invoke " + function.name() + " " + function.version());
      requests.add(request);
    }
    InvokeOutcome outcome = behaviour.apply(function, request);
    request.timeline().seal();
    return outcome;
  }

  @Override
  public void retire(String arn, String version, String keep) {
    asked.add("retire " + name(arn) + " " + version + (keep.isEmpty() ? "" : " but the newest"));
  }

  @Override
  public void reserve(String arn, int limit) {
    asked.add("reserve " + name(arn) + " " + limit);
  }

  @Override
  public void provision(FunctionSpec function, int count) {
    asked.add("provision " + function.name() + " " + function.version() + " " + count);
  }

  @Override
  public Provisioned provisioned(String arn, String version) {
    return provisioned;
  }

  @Override
  public void close() {
    asked.add("close");
  }

  private static String name(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
