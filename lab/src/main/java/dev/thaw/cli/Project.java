package dev.thaw.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A directory that a deploy tool of its own puts into the cloud. A further tool is one more class
/// like these.
sealed interface Project permits ChaliceProject, ZappaProject {

  /// The kinds there are, in the order in which a directory is asked for them.
  List<Function<Path, Optional<Project>>> KINDS = List.of(ChaliceProject::in, ZappaProject::in);

  /// What marks a directory as one, for people.
  String MARKS = ".chalice/config.json or zappa_settings.json";

  /// @param functionArn of the function that answers
  /// @param url in front of it, of the application's root
  record Deployed(String functionArn, String url) {}

  /// Empty if the directory belongs to no tool.
  static Optional<Project> in(Path directory) {
    return KINDS.stream().flatMap(kind -> kind.apply(directory).stream()).findFirst();
  }

  /// The program's name.
  String tool();

  /// The command that installs it.
  String install();

  /// What of the directory belongs to deployments made elsewhere, and not into a copy.
  Set<Path> leftBehind();

  /// The stage to deploy.
  ///
  /// @param asked by the user
  /// @throws Failure if there is no such stage, or it is not clear which
  String stage(Optional<String> asked);

  /// Deploys with the tool and reads where the function and its URL are.
  ///
  /// @param tool runs in a copy of the directory
  /// @throws Failure if the tool fails or what it made has no URL
  Deployed deploy(ToolRun tool, String stage) throws IOException, InterruptedException;
}
