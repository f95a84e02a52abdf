package dev.thaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// An application of Chalice's.
record ChaliceProject(Path config) implements Project {

  private static final Path FOLDER = Path.of(".chalice");

  /// What Chalice calls the function behind its REST API.
  private static final String HANDLER = "api_handler";

  static Optional<Project> in(Path directory) {
    Path config = directory.resolve(FOLDER).resolve("config.json");
    return Files.isRegularFile(config) ? Optional.of(new ChaliceProject(config)) : Optional.empty();
  }

  @Override
  public String tool() {
    return "chalice";
  }

  @Override
  public String install() {
    return "pip install chalice";
  }

  /// Chalice would update what it finds there.
  @Override
  public Set<Path> leftBehind() {
    return Set.of(FOLDER.resolve("deployed"), FOLDER.resolve("deployed.json"));
  }

  /// One that the configuration does not name is Chalice's to make up.
  @Override
  public String stage(Optional<String> asked) {
    JsonNode stages = ProjectFile.read(config).json().path("stages");
    return Stages.choose(config, List.copyOf(stages.propertyNames()), asked, false);
  }

  @Override
  public Deployed deploy(ToolRun tool, String stage) throws IOException, InterruptedException {
    tool.run("deploy", "--stage", stage);
    return deployed(
        ProjectFile.read(
            tool.folder().resolve(FOLDER).resolve("deployed").resolve(stage + ".json")));
  }

  /// @param record what Chalice has written down of the deployment
  static Deployed deployed(ProjectFile record) {
    Optional<String> arn = Optional.empty();
    Optional<String> url = Optional.empty();
    for (JsonNode resource : record.json().path("resources")) {
      String type = ProjectFile.text(resource, "resource_type").orElse("");
      if (type.equals("rest_api")) {
        url = ProjectFile.text(resource, "rest_api_url");
      } else if (type.equals("lambda_function")
          && ProjectFile.text(resource, "name").orElse("").equals(HANDLER)) {
        arn = ProjectFile.text(resource, "lambda_arn");
      }
    }
    if (arn.isEmpty() || url.isEmpty()) {
      throw new Failure(
          record.path()
              + ": no rest_api with a rest_api_url and a "
              + HANDLER
              + " with a lambda_arn (expected: an application with an @app.route)");
    }
    return new Deployed(arn.get(), url.get());
  }
}
