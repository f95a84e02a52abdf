package dev.thaw.cli;

import dev.thaw.measure.Arm;
import dev.thaw.measure.Deployment;
import dev.thaw.measure.Door;
import dev.thaw.measure.FailingFunction;
import dev.thaw.measure.LambdaApi;
import dev.thaw.measure.MeasureException;
import dev.thaw.measure.result.MeasureResult;
import java.io.IOException;
import java.nio.file.Path;

/// Deploys a project and has it measured through its URL.
///
/// @param scratch a folder for all that comes of it
record ProjectMeasurement(
    Laboratory laboratory, Path scratch, ProgressLine progress, ProjectOptions options) {

  /// Newest messages of the function's log, told when it fails.
  private static final int LINES = 20;

  /// The measurement itself.
  @FunctionalInterface
  interface Run {
    MeasureResult of(LambdaApi api, Arm arm, Door door) throws IOException, InterruptedException;
  }

  MeasureResult run(Project project, String stage, Path directory, Run run)
      throws IOException, InterruptedException {
    ProjectDeployment deployment =
        new ProjectDeployment(laboratory, scratch, progress::note, progress::say);
    LogTail log = new LogTail(LINES);
    laboratory.follow(log::add);
    Project.Deployed deployed;
    try {
      deployed = deployment.deploy(project, directory, stage);
    } catch (Failure e) {
      // some tools try what they have deployed
      throw new Failure(e.getMessage() + log, e.status());
    }
    Way way =
        Way.to(deployed.url(), laboratory.port(), laboratory.proxyPort(), laboratory.authority());
    Door door = options.door(deployed.url(), way.options(), way.port());
    FunctionArn function = FunctionArn.parse(deployed.functionArn());
    warnOfRules(function);
    try (LambdaApi api = Laboratories.lambda(laboratory.port(), function)) {
      return run.of(api, Deployment.existing(api, function.name()), door);
    } catch (FailingFunction e) {
      // through a URL nobody hears why a function failed; its log tells
      throw new MeasureException(e.getMessage() + log, e);
    }
  }

  private void warnOfRules(FunctionArn function) {
    for (String rule : Laboratories.rules(laboratory.port(), function)) {
      progress.note(
          "the project's EventBridge rule "
              + rule
              + " calls "
              + function.name()
              + " as well, which disturbs cold starts; some will not count");
    }
  }
}
