package dev.thaw.cli;

import dev.thaw.measure.result.MeasureJson;
import dev.thaw.measure.result.MeasureResult;
import dev.thaw.report.FailIf;
import dev.thaw.report.HtmlReport;
import dev.thaw.report.MeasureTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a result goes, and what it is held against.
final class MeasureOutput {

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the result as JSON; - for standard output.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page that shows the result.")
  private @Nullable Path html;

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description =
          "For example 'cold.p50 > 300ms': exit with 3 if it is so, with 4 if the samples do not decide it.")
  private List<String> failIf = new ArrayList<>();

  /// @throws IllegalArgumentException that says what is wrong with one
  List<FailIf> conditions() {
    return failIf.stream().map(FailIf::parse).toList();
  }

  /// The exit status.
  int judge(List<FailIf> conditions, MeasureResult result, PrintWriter err) {
    int status = 0;
    for (FailIf condition : conditions) {
      FailIf.Verdict verdict = condition.judge(result);
      err.println("fail-if " + verdict.detail());
      status =
          switch (verdict.outcome()) {
            case FAIL -> 3;
            case UNDECIDED -> status == 3 ? 3 : 4;
            case PASS -> status;
          };
    }
    return status;
  }

  void show(MeasureResult result, PrintWriter out) throws IOException {
    boolean toStandardOutput = json != null && json.toString().equals("-");
    if (toStandardOutput) {
      out.print(MeasureJson.write(result));
    } else {
      out.print(MeasureTable.of(result, Terminals.look()));
    }
    out.flush();
    if (json != null && !toStandardOutput) {
      Files.writeString(json, MeasureJson.write(result));
    }
    if (html != null) {
      Files.writeString(html, HtmlReport.of(result));
    }
  }
}
