package dev.thaw.cli;

import dev.thaw.measure.Probe;
import dev.thaw.measure.ProbeJson;
import dev.thaw.measure.ProbeResult;
import dev.thaw.report.ProbeTable;
import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.TlsClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The phases of a request to any URL.
@Command(
    name = "probe",
    description =
        "Measure the phases of an HTTP or HTTPS request: DNS, TCP, TLS, send, wait, receive.",
    mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "http:// or https://")
  private String url = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Requests on new and on kept connections each. Default: ${DEFAULT-VALUE}")
  private int count = 30;

  @Option(names = "--insecure", description = "Accept any certificate.")
  private boolean insecure;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result as JSON; - for standard output.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    Options options = insecure ? Options.usual().withTls(TlsClient.insecure()) : Options.usual();
    ProbeResult result;
    try {
      result =
          new Probe(options, Clock.system())
              .run(
                  new Probe.Plan(url, count, Probe.Plan.USUAL_WARMUP),
                  new ProgressLine(spec.commandLine().getErr())::step);
    } catch (IllegalArgumentException e) {
      throw new Failure(String.valueOf(e.getMessage()), 2);
    }
    boolean toStandardOutput = json != null && json.toString().equals("-");
    if (toStandardOutput) {
      ProbeJson.write(result, System.out);
      System.out.flush();
    } else {
      spec.commandLine().getOut().print(ProbeTable.of(result));
      spec.commandLine().getOut().flush();
    }
    if (json != null && !toStandardOutput) {
      try (OutputStream out = Files.newOutputStream(json)) {
        ProbeJson.write(result, out);
      } catch (IOException e) {
        throw new Failure("--json " + json + ": cannot be written: " + e.getMessage());
      }
    }
    return result.answered() == 0 ? 1 : 0;
  }
}
