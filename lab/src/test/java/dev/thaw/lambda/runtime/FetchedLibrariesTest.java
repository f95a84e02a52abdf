package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fetches AWS's libraries from their registries and runs functions with them; only with
/// `-Dthaw.test.registries=true`, since it downloads some hundred megabytes.
class FetchedLibrariesTest {

  @TempDir private static Path data;

  @BeforeAll
  static void needsRegistries() {
    assumeTrue(Boolean.getBoolean("thaw.test.registries"), "-Dthaw.test.registries=true not given");
  }

  private static RunningFunction start(String runtime, Path sources, String handler, Path work)
      throws IOException {
    return RunningFunction.start(
        new Runtimes(data, Map.of()),
        runtime,
        sources,
        handler,
        work,
        Map.of(),
        FakeRuntimeApi.Framing.KEPT_ALIVE);
  }

  @Test
  void bringsBoto3ToPython(@TempDir Path sources, @TempDir Path work) throws Exception {
    List<String> progress = new ArrayList<>();
    Path place = new Runtimes(data, Map.of()).addLibraries("python", progress::add);
    assertThat(progress).anySatisfy(line -> assertThat(line).contains("boto3"));
    Files.writeString(
        sources.resolve("app.py"),
        """
        import boto3

        def handler(event, context):
            boto3.client("s3", region_name="eu-central-1")
            return boto3.__file__
        """);
    try (RunningFunction function = start("python3", sources, "app.handler", work)) {
      assertThat(function.api().invoke("{}").text())
          .isEqualTo("\"" + place.toAbsolutePath() + "/boto3/__init__.py\"");
    }
  }

  @Test
  void bringsTheSdkToNode(@TempDir Path sources, @TempDir Path work) throws Exception {
    assumeTrue(
        new Runtimes(data, Map.of()).preferred("nodejs").isPresent(), "no Node.js installed");
    new Runtimes(data, Map.of()).addLibraries("node", line -> {});
    Files.writeString(
        sources.resolve("app.js"),
        """
        const { S3Client } = require('@aws-sdk/client-s3');
        const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb');
        exports.handler = async () => [S3Client.name, DynamoDBDocumentClient.name];
        """);
    try (RunningFunction function = start("nodejs", sources, "app.handler", work)) {
      assertThat(function.api().invoke("{}").text())
          .isEqualTo("[\"S3Client\",\"DynamoDBDocumentClient\"]");
    }
  }

  @Test
  void runsJavaOnAwsClient(@TempDir Path sources, @TempDir Path work) throws Exception {
    List<String> progress = new ArrayList<>();
    new Runtimes(data, Map.of()).addLibraries("java", progress::add);
    assertThat(progress).hasSize(5);
    Path source = sources.resolve("Echo.java");
    Files.writeString(
        source,
        """
        import java.util.Map;

        public class Echo {
          public Map<String, Object> handle(Map<String, Object> event) {
            if (event.isEmpty()) {
              throw new IllegalArgumentException("empty");
            }
            return event;
          }
        }
        """);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "11", source.toString()))
        .isZero();
    try (RunningFunction function = start("java11", sources, "Echo::handle", work)) {
      assertThat(function.api().invoke("{\"name\":\"Grüße\"}").text())
          .isEqualTo("{\"name\":\"Grüße\"}");
      assertThat(function.api().invoke("{}").text())
          .contains("\"errorType\":\"java.lang.IllegalArgumentException\"");
    }
  }
}
