package dev.thaw.cli;

import dev.thaw.lambda.runtime.RuntimeUnavailable;
import dev.thaw.lambda.sandbox.Directories;
import dev.thaw.lambda.sandbox.SandboxException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// A short run of what users do most, from which the JVM makes its cache for fast starts (JEP 514).
/// The launcher calls it after a build.
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {

  @Override
  public Integer call() throws Exception {
    Path scratch = Files.createTempDirectory("thaw-train");
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    try {
      Path function = Files.createDirectory(scratch.resolve("function"));
      Files.writeString(
          function.resolve("app.py"), "def handler(event, context):\n    return event\n");
      Main.run(nowhere, nowhere, "--help");
      Main.run(
          nowhere,
          nowhere,
          "measure",
          function.toString(),
          "--cold",
          "2",
          "--warm",
          "50",
          "--data",
          scratch.resolve("data").toString());
    } catch (RuntimeUnavailable | SandboxException e) {
      // what was loaded until then is in the cache all the same
    } finally {
      Directories.delete(scratch);
    }
    return 0;
  }
}
