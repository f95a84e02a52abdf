package dev.thaw.cli;

import dev.thaw.proxy.ExecEnvironment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs a command for which AWS is thaw.
@Command(
    name = "exec",
    description = "Run a command whose calls of AWS reach thaw. Its exit status is the command's.",
    footer = {
      "",
      "Credentials that are set stay, and so do the endpoints of single services"
          + " (AWS_ENDPOINT_URL_...). Proxies, authorities, AWS's configuration files and"
          + " AWS_ENDPOINT_URL are replaced for the command alone; what they held still counts.",
      "Exit status 2: thaw is not running; 126 and 127: the command cannot be run or found."
    },
    mixinStandardHelpOptions = true)
final class ExecCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The running thaw's. Default: ${DEFAULT-VALUE}")
  private int port = 4566;

  @Option(
      names = "--offline",
      description = "Refuse every host that is neither AWS's nor this machine.")
  private boolean offline;

  @Parameters(
      paramLabel = "COMMAND",
      arity = "1..*",
      description = "The command and its arguments.")
  private List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    RunningThaw thaw = RunningThaw.on(port);
    Map<String, String> user = ExecEnvironment.asCalled(System.getenv());
    try (Redirection redirection =
        Redirection.open(
            new Redirection.Settings(port, thaw.authority(), user, offline, this::warn))) {
      return run(redirection.variables());
    }
  }

  private int run(Map<String, String> variables) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(variables);
    Process child;
    CompletableFuture<Long> started = new CompletableFuture<>();
    Signals.passTo(started);
    try {
      child = builder.start();
    } catch (IOException e) {
      boolean found = String.valueOf(e.getMessage()).contains("error=13");
      throw new Failure(
          command.getFirst() + (found ? ": is not executable" : ": command not found"),
          found ? 126 : 127);
    }
    started.complete(child.pid());
    return child.waitFor();
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("thaw: " + message);
  }
}
