package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples that need nothing but their language.
class ExamplesTest {

  /// Surefire works in the module's directory, an editor may in the one above.
  private static final Path EXAMPLES =
      Stream.of("../examples", "examples")
          .map(Path::of)
          .filter(Files::isDirectory)
          .findFirst()
          .orElseThrow();

  @TempDir private static Path data;

  private static RunningFunction start(
      String example, String runtime, String handler, Path work, Map<String, String> environment)
      throws IOException {
    return RunningFunction.start(
        new Runtimes(data, Map.of()),
        runtime,
        EXAMPLES.resolve(example),
        handler,
        work,
        environment,
        FakeRuntimeApi.Framing.KEPT_ALIVE);
  }

  @ParameterizedTest
  @CsvSource({
    "hello-python, python3, app.handler",
    "hello-node, nodejs, index.handler",
    "hello-provided, provided.al2023, any"
  })
  void greets(String example, String runtime, String handler, @TempDir Path work) throws Exception {
    assumeTrue(
        !runtime.equals("nodejs") || new Runtimes(data, Map.of()).preferred("nodejs").isPresent(),
        "no Node.js 18 or later installed");
    try (RunningFunction function = start(example, runtime, handler, work, Map.of())) {
      FakeRuntimeApi.Call call = function.api().invoke("{\"name\":\"Ada\"}");
      assertThat(call.kind()).isEqualTo("response");
      assertThat(call.text()).containsPattern("\"hello\": ?\"Ada\"");
      assertThat(function.api().invoke("{}").text()).containsPattern("\"hello\": ?\"world\"");
    }
  }

  @Test
  void importsMuch(@TempDir Path work) throws Exception {
    try (RunningFunction function =
        start("heavy-imports", "python3", "app.handler", work, Map.of())) {
      assertThat(function.api().invoke("{}").text()).contains("asyncio", "sqlite3");
    }
  }

  @Test
  void failsInItsInit(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("init-fails", "python3", "app.handler", work, Map.of())) {
      FakeRuntimeApi.Call call = function.api().post();
      assertThat(call.path()).endsWith("/init/error");
      assertThat(call.headers())
          .containsEntry("lambda-runtime-function-error-type", "RuntimeError");
      assertThat(function.exitStatus()).isEqualTo(1);
    }
  }

  @Test
  void exitsInItsInit(@TempDir Path work) throws Exception {
    try (RunningFunction function =
        start("init-fails", "python3", "app.handler", work, Map.of("MODE", "exit"))) {
      assertThat(function.exitStatus()).isEqualTo(3);
      assertThat(function.api().nothingPosted()).isTrue();
    }
  }

  @Test
  void takesAsMuchMemoryAsItIsTold(@TempDir Path work) throws Exception {
    try (RunningFunction function = start("memory-hog", "python3", "app.handler", work, Map.of())) {
      assertThat(function.api().invoke("{\"mb\":40,\"keep\":true}").text())
          .contains("\"mb\": 40, \"heldMb\": 40");
    }
  }

  @Test
  void eachExampleSaysWhatItIsInOneLine() throws IOException {
    try (Stream<Path> examples = Files.list(EXAMPLES)) {
      assertThat(examples.filter(Files::isDirectory).toList())
          .isNotEmpty()
          .allSatisfy(
              example -> assertThat(Files.readAllLines(example.resolve("README.md"))).hasSize(1));
    }
  }
}
