package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// The contract on a runtime that the function brings itself.
class ProvidedContractTest implements RuntimeContract {

  @Override
  public RunningFunction start(
      Path work, Map<String, String> environment, FakeRuntimeApi.Framing framing)
      throws IOException {
    Runtimes runtimes = new Runtimes(work.resolve("data"), Map.of());
    return RunningFunction.start(
        runtimes,
        "provided.al2023",
        RunningFunction.handlers("provided"),
        "unused",
        work,
        environment,
        framing);
  }
}
