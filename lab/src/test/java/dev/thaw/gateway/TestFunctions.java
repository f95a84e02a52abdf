package dev.thaw.gateway;

import dev.thaw.lambda.FunctionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Functions that are known by their ARN.
public final class TestFunctions implements Functions {

  public static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:hello";

  public final Set<String> known = new HashSet<>(Set.of(ARN));
  public final List<Caller> callers = new ArrayList<>();
  public volatile boolean permits;

  @Override
  public Optional<FunctionSpec> route(String arn) {
    return known.contains(arn) ? Optional.of(spec(arn)) : Optional.empty();
  }

  @Override
  public boolean permits(String arn, Caller caller) {
    callers.add(caller);
    return permits;
  }

  private static FunctionSpec spec(String arn) {
    return new FunctionSpec(
        arn,
        "$LATEST",
        "1",
        "python3.13",
        "app.handler",
        new FunctionSpec.CodeArtifact(Path.of("none"), "0".repeat(64), 0),
        List.of(),
        128,
        Duration.ofSeconds(3),
        512,
        Map.of(),
        "arn:aws:iam::123456789012:role/r",
        new FunctionSpec.Logging(false, "INFO", "INFO", "/aws/lambda/hello"),
        false);
  }
}
