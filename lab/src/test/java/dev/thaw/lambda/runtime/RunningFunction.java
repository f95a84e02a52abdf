package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.sandbox.SandboxPaths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A function's process under a [FakeRuntimeApi], started as a runtime says, without a sandbox.
final class RunningFunction implements AutoCloseable {

  private final FakeRuntimeApi api;
  private final Process process;
  private final Path output;

  private RunningFunction(FakeRuntimeApi api, Process process, Path output) {
    this.api = api;
    this.process = process;
    this.output = output;
  }

  /// @param sources directory of handlers, for example [#handlers]
  /// @param work an empty directory for code, layers and output
  static RunningFunction start(
      Runtimes runtimes,
      String runtime,
      Path sources,
      String handler,
      Path work,
      Map<String, String> environment,
      FakeRuntimeApi.Framing framing)
      throws IOException {
    Path task = Files.createDirectories(work.resolve("task"));
    Path opt = Files.createDirectories(work.resolve("opt"));
    copy(sources, task);
    FunctionRuntime resolved = runtimes.resolve(runtime, task, opt, handler);
    SandboxPaths paths =
        new SandboxPaths(
            task.toString(),
            opt.toString(),
            resolved.bootstrap().toAbsolutePath().toString(),
            work.toString(),
            work.resolve("shared").toString());
    FakeRuntimeApi api = new FakeRuntimeApi(framing);
    Map<String, String> whole = new HashMap<>();
    whole.put("PATH", System.getenv("PATH"));
    whole.put("AWS_LAMBDA_RUNTIME_API", api.address());
    whole.put("AWS_LAMBDA_FUNCTION_NAME", "shop");
    whole.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256");
    whole.put("_HANDLER", handler);
    whole.put("LAMBDA_TASK_ROOT", paths.task());
    whole.put("LAMBDA_RUNTIME_DIR", paths.runtime());
    whole.put("TZ", ":UTC");
    whole.putAll(resolved.environment().in(paths));
    whole.putAll(environment);
    Path output = work.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(resolved.command().in(paths, whole))
            .directory(task.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(whole);
    try {
      return new RunningFunction(api, builder.start(), output);
    } catch (IOException error) {
      api.close();
      throw error;
    }
  }

  /// The contract's handlers in one language.
  static Path handlers(String language) {
    try {
      return Path.of(
          Objects.requireNonNull(
                  RunningFunction.class.getResource("contract/" + language), language)
              .toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  FakeRuntimeApi api() {
    return api;
  }

  /// What it wrote to its standard streams so far.
  String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /// Waits for its end.
  int exitStatus() throws InterruptedException {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended within 30 s").isTrue();
    return process.exitValue();
  }

  private static void copy(Path from, Path into) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = into.resolve(from.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        boolean script = file.endsWith("bootstrap");
        assertThat(!script || target.toFile().setExecutable(true, false)).isTrue();
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    api.close();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
