package dev.thaw.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.lambda.runtime.FunctionRuntime;
import dev.thaw.lambda.sandbox.SandboxPaths;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentVariablesTest {

  private static final Map<String, String> ACCESS =
      Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:4566", "NODE_OPTIONS", "--require /thaw.cjs");

  @Test
  void leadToThaw() {
    assertThat(of(Map.of()))
        .containsEntry("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
        .containsEntry("NODE_OPTIONS", "--require /thaw.cjs");
  }

  @Test
  void letTheCustomerLeadElsewhere() {
    assertThat(of(Map.of("AWS_ENDPOINT_URL", "http://other")))
        .containsEntry("AWS_ENDPOINT_URL", "http://other");
  }

  @Test
  void keepTheCustomersOptionsForNodeBeforeThaws() {
    assertThat(of(Map.of("NODE_OPTIONS", "--enable-source-maps")))
        .containsEntry("NODE_OPTIONS", "--enable-source-maps --require /thaw.cjs");
  }

  @Test
  void keepTheFunctionsCallsInItsAccountAndRegion() {
    assertThat(of(Map.of("AWS_REGION", "eu-west-1")))
        .containsEntry("AWS_ACCESS_KEY_ID", "123456789012")
        .containsEntry("AWS_SESSION_TOKEN", "thaw/env-1")
        .containsEntry("AWS_REGION", "us-east-1");
  }

  private static Map<String, String> of(Map<String, String> customers) {
    FunctionSpec function =
        new FunctionSpec(
            "arn:aws:lambda:us-east-1:123456789012:function:f",
            "$LATEST",
            "1",
            "nodejs22.x",
            "app.handler",
            new FunctionSpec.CodeArtifact(Path.of("none"), "0", 0),
            List.of(),
            128,
            Duration.ofSeconds(3),
            512,
            customers,
            "arn:aws:iam::123456789012:role/r",
            new FunctionSpec.Logging(false, "INFO", "INFO", "/aws/lambda/f"),
            false);
    FunctionRuntime runtime =
        new FunctionRuntime(
            "nodejs22.x",
            Path.of("node"),
            "22",
            Path.of("bootstrap"),
            List.of(),
            (paths, environment) -> List.of(),
            paths -> Map.of());
    return new EnvironmentVariables(
            function,
            runtime,
            new SandboxPaths("/var/task", "/opt", "/var/runtime", "/tmp", "/var/thaw"),
            "127.0.0.1:9001",
            "stream",
            "on-demand",
            "env-1",
            ACCESS)
        .forRuntime();
  }
}
