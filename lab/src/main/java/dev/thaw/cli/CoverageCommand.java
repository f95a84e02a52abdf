package dev.thaw.cli;

import dev.thaw.console.Coverage;
import dev.thaw.console.CoverageTable;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tells which of AWS's operations the running thaw offers.
@Command(
    name = "aws-coverage",
    description = "Show which of AWS's operations the running thaw offers.",
    mixinStandardHelpOptions = true)
final class CoverageCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Show the operations of this service, for example lambda.")
  private @Nullable String service;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of the running thaw. Default: ${DEFAULT-VALUE}")
  private int port = 4566;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    Coverage coverage = Coverage.read(RunningThaw.get(port, "/_thaw/coverage"));
    String asked = service;
    if (asked != null) {
      Coverage.OfService found =
          coverage
              .service(asked)
              .orElseThrow(() ->
                  new Failure(
                      "service: "
                          + asked
                          + " (expected: one of "
                          + String.join(
                              ", ", coverage.services().stream().map(each -> each.name()).toList())
                          + ")",
                      2));
      print(json ? text(coverage.only(found)) : CoverageTable.of(found));
    } else {
      print(json ? text(coverage) : CoverageTable.of(coverage));
    }
    return 0;
  }

  private static String text(Coverage coverage) {
    return new String(coverage.json(), StandardCharsets.UTF_8) + System.lineSeparator();
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
