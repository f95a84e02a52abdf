package dev.thaw.lambda.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds installed Node.js: on the `PATH`, in the system, and where nvm, fnm, Volta, asdf, mise and
/// Homebrew keep them.
final class Nodes implements Family {

  private static final Pattern NAME = Pattern.compile("node(js)?");
  private static final String SELF =
      "console.log(require('fs').realpathSync(process.execPath));"
          + "console.log(process.versions.node)";

  private final Machine machine;

  Nodes(Machine machine) {
    this.machine = machine;
  }

  @Override
  public List<Path> candidates() {
    Path home = machine.home();
    List<Path> places = new ArrayList<>();
    places.add(machine.root().resolve("usr/bin"));
    places.add(machine.root().resolve("usr/local/bin"));
    places.addAll(Machine.below(machine.moved("NVM_DIR", ".nvm"), "versions/node/*/bin"));
    for (String fnm : List.of(".local/share/fnm", ".fnm")) {
      places.addAll(
          Machine.below(machine.moved("FNM_DIR", fnm), "node-versions/*/installation/bin"));
    }
    places.addAll(Machine.below(machine.moved("VOLTA_HOME", ".volta"), "tools/image/node/*/bin"));
    places.addAll(Machine.below(home, ".asdf/installs/nodejs/*/bin"));
    places.addAll(Machine.below(home, ".local/share/mise/installs/node/*/bin"));
    places.addAll(Machine.below(machine.root(), "opt/homebrew/bin"));
    return machine.executables(NAME, List.of("nodejs", "node"), places);
  }

  @Override
  public Optional<Path> usual() {
    return machine.onPath("node");
  }

  /// Every candidate may be any version: they all have the same name.
  @Override
  public boolean mayBe(Path candidate, int major) {
    return true;
  }

  @Override
  public Optional<Interpreter> ask(Path candidate) {
    return Question.ask(candidate, List.of("-e", SELF))
        .filter(lines -> lines.size() == 2)
        .map(lines -> {
          Path executable = Path.of(lines.get(0));
          return new Interpreter(executable, lines.get(1), visible(executable));
        });
  }

  private List<Path> visible(Path executable) {
    if (machine.isSystem(executable)) {
      return List.of();
    }
    Path bin = executable.getParent();
    Path prefix = bin == null ? null : bin.getParent();
    boolean own = bin != null && bin.endsWith("bin");
    return List.of(own && prefix != null && !machine.isShared(prefix) ? prefix : executable);
  }
}
