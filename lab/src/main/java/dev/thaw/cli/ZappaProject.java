package dev.thaw.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// An application that Zappa deploys, with or without its slim handler.
record ZappaProject(Path settings) implements Project {

  static Optional<Project> in(Path directory) {
    Path settings = directory.resolve("zappa_settings.json");
    return Files.isRegularFile(settings)
        ? Optional.of(new ZappaProject(settings))
        : Optional.empty();
  }

  @Override
  public String tool() {
    return "zappa";
  }

  @Override
  public String install() {
    return "pip install zappa, into the virtual environment of the application";
  }

  @Override
  public Set<Path> leftBehind() {
    return Set.of();
  }

  @Override
  public String stage(Optional<String> asked) {
    JsonNode json = ProjectFile.read(settings).json();
    List<String> stages =
        json.properties().stream()
            .filter(stage -> stage.getValue().isObject())
            .map(stage -> stage.getKey())
            .toList();
    if (stages.isEmpty()) {
      throw new Failure(settings + ": no stage (expected: an object with a stage's settings)");
    }
    return Stages.choose(settings, stages, asked, true);
  }

  @Override
  public Deployed deploy(ToolRun tool, String stage) throws IOException, InterruptedException {
    tool.run("deploy", stage);
    String status = tool.run("status", stage, "--json");
    return deployed(
        ProjectFile.parse(
            Path.of("zappa status " + stage + " --json"), status.getBytes(StandardCharsets.UTF_8)));
  }

  /// @param status as Zappa tells it
  static Deployed deployed(ProjectFile status) {
    Optional<String> arn = ProjectFile.text(status.json(), "Lambda ARN");
    Optional<String> url =
        ProjectFile.text(status.json(), "API Gateway URL").filter(text -> text.startsWith("http"));
    if (arn.isEmpty() || url.isEmpty()) {
      throw new Failure(
          status.path()
              + ": no API Gateway URL and Lambda ARN (expected: apigateway_enabled, as it is by"
              + " default)");
    }
    return new Deployed(arn.get(), url.get());
  }
}
