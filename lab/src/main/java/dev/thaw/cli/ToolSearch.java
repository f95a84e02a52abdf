package dev.thaw.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds a project's deploy tool: in the virtual environment that is active, in the project's own
/// one, and on the PATH.
///
/// @param variables the user's
record ToolSearch(Path directory, Map<String, String> variables) {

  private static final List<String> OWN = List.of(".venv", "venv");

  /// @throws Failure that says how to install it
  Path find(Project project) {
    List<Path> folders = new ArrayList<>();
    String active = variables.getOrDefault("VIRTUAL_ENV", "");
    if (!active.isBlank()) {
      folders.add(Path.of(active, "bin"));
    }
    OWN.forEach(name -> folders.add(directory.resolve(name).resolve("bin")));
    for (String folder : variables.getOrDefault("PATH", "").split(File.pathSeparator)) {
      folders.add(Path.of(folder));
    }
    return folders.stream()
        .map(folder -> folder.resolve(project.tool()).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(() ->
            new Failure(
                project.tool()
                    + ", which deploys "
                    + directory
                    + ", is neither on the PATH nor in a virtual environment of it ("
                    + String.join(", ", OWN)
                    + "); install it with: "
                    + project.install()));
  }

  /// A tool's variables: one of a virtual environment gets what activating that would set, since
  /// tools pack what they find there.
  static Map<String, String> activated(Path tool, Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    Optional<Path> bin = Optional.ofNullable(tool.toAbsolutePath().getParent());
    Optional<Path> environment =
        bin.flatMap(folder -> Optional.ofNullable(folder.getParent()))
            .filter(folder -> Files.isRegularFile(folder.resolve("pyvenv.cfg")));
    environment.ifPresent(folder -> {
      all.put("VIRTUAL_ENV", folder.toString());
      all.merge("PATH", bin.orElseThrow().toString(), (old, own) -> own + File.pathSeparator + old);
      all.remove("PYTHONHOME");
    });
    return all;
  }
}
