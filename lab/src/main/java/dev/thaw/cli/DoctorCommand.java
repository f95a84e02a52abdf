package dev.thaw.cli;

import dev.thaw.lambda.runtime.Runtimes;
import dev.thaw.lambda.sandbox.Capabilities;
import dev.thaw.lambda.sandbox.Sandboxes;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Tells what is enforced on this machine, what is not, and what to do about it.
@Command(
    name = "doctor",
    description = "Tell what this machine lets thaw enforce, and what to do about the rest.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "machine    %s %s, %d cores, Java %s%n",
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version());
    Path scratch = Files.createTempDirectory("thaw-doctor");
    try (Sandboxes sandboxes = Sandboxes.open(scratch, Sandboxes.Choice.AUTO)) {
      for (Capabilities.Item item : sandboxes.capabilities().items()) {
        out.printf("%-10s %s%n", item.name(), item.sentence());
      }
    } finally {
      dev.thaw.lambda.sandbox.Directories.delete(scratch);
    }
    Runtimes runtimes = new Runtimes(DataFolder.standard(), Map.of());
    for (String family : List.of("python", "nodejs", "java")) {
      Optional<String> preferred = runtimes.preferred(family);
      out.printf(
          "%-10s %s%n",
          family, preferred.map(name -> describe(runtimes, name)).orElse("none found"));
    }
    return 0;
  }

  private static String describe(Runtimes runtimes, String name) {
    try {
      return name + ", " + runtimes.resolve(name, Path.of("/"), "").executable();
    } catch (dev.thaw.lambda.runtime.RuntimeUnavailable e) {
      return String.valueOf(e.getMessage());
    }
  }
}
