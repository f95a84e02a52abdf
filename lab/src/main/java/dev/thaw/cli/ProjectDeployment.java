package dev.thaw.cli;

import dev.thaw.proxy.ExecEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/// Puts a project into a laboratory with the project's own tool, from a copy of its directory.
///
/// @param scratch a folder for the copy
/// @param warnings what the user should know
/// @param progress hears what goes on
record ProjectDeployment(
    Laboratory laboratory, Path scratch, Consumer<String> warnings, Consumer<String> progress) {

  /// @throws Failure if the tool is missing or fails
  Project.Deployed deploy(Project project, Path directory, String stage)
      throws IOException, InterruptedException {
    Map<String, String> user = ExecEnvironment.asCalled(System.getenv());
    Path real = directory.toRealPath();
    Path tool = new ToolSearch(real, user).find(project);
    Path copy = Files.createDirectories(scratch.resolve("project")).resolve(named(real));
    progress.accept("copying " + directory);
    ProjectCopy.make(real, copy, project.leftBehind());
    Path notes = Files.createDirectories(scratch.resolve("tool"));
    try (Redirection redirection =
        Redirection.open(
            new Redirection.Settings(
                laboratory.port(), laboratory.authority(), user, false, warnings))) {
      Map<String, String> variables = ToolSearch.activated(tool, redirection.variables());
      return project.deploy(new ToolRun(tool, copy, variables, notes, progress), stage);
    }
  }

  /// The root of a file system has no name.
  private static Path named(Path directory) {
    Path name = directory.getFileName();
    return name == null ? Path.of("project") : name;
  }
}
