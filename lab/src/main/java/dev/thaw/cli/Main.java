package dev.thaw.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The program: noun and verb on the command line, exit status out.
///
/// 0 it went well; 1 it did not; 2 the command line is wrong; 3 a condition of `--fail-if` is met;
/// 4 the samples do not decide it.
@Command(
    name = "thaw",
    description = "A serverless function performance laboratory.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      CoverageCommand.class,
      DoctorCommand.class,
      EnvCommand.class,
      ExecCommand.class,
      MeasureCommand.class,
      ProbeCommand.class,
      ResetCommand.class,
      RuntimeCommand.class,
      TrainCommand.class,
      UpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    // The JVM's default depends on the locale; JSON and tables are UTF-8.
    // Libraries have nothing to say to the user; the file handlers of the JDK's logging would cost
    // start-up time.
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, args));
  }

  /// Runs one command; tests call this, so it never ends the JVM.
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Main());
    line.setOut(out);
    line.setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // Whatever follows the name of a command to run is that command's own.
    line.setExpandAtFiles(false);
    Objects.requireNonNull(line.getSubcommands().get("exec")).setStopAtPositional(true);
    line.setExecutionExceptionHandler((e, command, result) -> {
      if (e instanceof Failure failure) {
        err.println("thaw: " + failure.getMessage());
        return failure.status();
      }
      err.println("thaw: " + e);
      if (System.getenv("THAW_DEBUG") != null) {
        e.printStackTrace(err);
      } else {
        err.println("thaw: this is a defect; THAW_DEBUG=1 shows where");
      }
      return 1;
    });
    if (args.length == 0) {
      line.usage(out);
      return 0;
    }
    return line.execute(args);
  }
}
