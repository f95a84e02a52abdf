package dev.thaw.cli;

import dev.thaw.lambda.runtime.RuntimeUnavailable;
import dev.thaw.lambda.runtime.Runtimes;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What AWS's managed runtimes carry beside the interpreter.
@Command(
    name = "runtime",
    description =
        "Fetch what AWS's managed runtimes carry: boto3, the AWS SDK for JavaScript, the Java client.",
    mixinStandardHelpOptions = true,
    subcommands = RuntimeCommand.Add.class)
final class RuntimeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "add",
      description =
          "Fetch a runtime's libraries once, by pip, npm or from Maven Central, into the data folder.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "RUNTIME", description = "python, python3.N, node, nodejsN.x or java")
    private String runtime = "";

    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "The data folder; by default in the user's data home.")
    private Path data = DataFolder.standard();

    @Override
    public Integer call() {
      Runtimes runtimes = new Runtimes(data, Map.of());
      try {
        Path where =
            runtimes.addLibraries(runtime, line -> spec.commandLine().getErr().println(line));
        spec.commandLine().getOut().println(where);
        return 0;
      } catch (RuntimeUnavailable e) {
        throw new Failure(String.valueOf(e.getMessage()));
      }
    }
  }
}
