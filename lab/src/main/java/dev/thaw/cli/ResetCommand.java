package dev.thaw.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Empties the running thaw.
@Command(
    name = "reset",
    description =
        "Delete all that the running thaw keeps: functions, objects, logs, roles, APIs. It goes on"
            + " running, empty.",
    mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the running thaw. Default: ${DEFAULT-VALUE}")
  private int port = 4566;

  @Override
  public Integer call() {
    RunningThaw.post(port, "/_thaw/reset");
    spec.commandLine().getErr().println("thaw: port " + port + " is empty");
    return 0;
  }
}
