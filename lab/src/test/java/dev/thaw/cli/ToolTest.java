package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Finding and running a deploy tool, which is a shell's script here, in a copy of its project.
class ToolTest {

  private static final Project ZAPPA = new ZappaProject(Path.of("zappa_settings.json"));

  @TempDir Path folder;
  private Path project;

  @BeforeEach
  void makeAProject() throws IOException {
    project = Files.createDirectories(folder.resolve("shop"));
    Files.writeString(project.resolve("app.py"), "app = None\n");
  }

  private static Path script(Path bin, String text) throws IOException {
    Files.createDirectories(bin);
    Path file = bin.resolve("zappa");
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private ToolRun run(Path tool, List<String> progress) throws IOException {
    Path notes = Files.createDirectories(folder.resolve("notes"));
    return new ToolRun(
        tool, project, Map.of("PATH", "/usr/bin:/bin", "A", "b"), notes, progress::add);
  }

  @Test
  void findsTheToolInTheActiveEnvironmentThenTheProjectsThenThePath() throws IOException {
    Path onPath = script(folder.resolve("usr/bin"), "true");
    Map<String, String> path = Map.of("PATH", "/nowhere:" + onPath.getParent());
    assertThat(new ToolSearch(project, path).find(ZAPPA)).isEqualTo(onPath);
    Path own = script(project.resolve("venv/bin"), "true");
    assertThat(new ToolSearch(project, path).find(ZAPPA)).isEqualTo(own);
    Path hidden = script(project.resolve(".venv/bin"), "true");
    assertThat(new ToolSearch(project, path).find(ZAPPA)).isEqualTo(hidden);
    Path active = script(folder.resolve("active/bin"), "true");
    Map<String, String> activated = Map.of("VIRTUAL_ENV", folder.resolve("active").toString());
    assertThat(new ToolSearch(project, activated).find(ZAPPA)).isEqualTo(active);
  }

  @Test
  void saysHowToInstallAToolThatIsMissing() {
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> new ToolSearch(project, Map.of("PATH", "/nowhere")).find(ZAPPA))
        .withMessage(
            "zappa, which deploys "
                + project
                + ", is neither on the PATH nor in a virtual environment of it (.venv, venv);"
                + " install it with: pip install zappa, into the virtual environment of the"
                + " application");
  }

  @Test
  void passesOverFilesThatCannotBeRun() throws IOException {
    Path tool = script(project.resolve("venv/bin"), "true");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> new ToolSearch(project, Map.of()).find(ZAPPA));
  }

  @Test
  void activatesTheEnvironmentOfATool() throws IOException {
    Path tool = script(project.resolve("venv/bin"), "true");
    Map<String, String> before = Map.of("PATH", "/bin", "PYTHONHOME", "/else");
    assertThat(ToolSearch.activated(tool, before)).isEqualTo(before);
    Files.writeString(project.resolve("venv/pyvenv.cfg"), "home = /usr\n");
    assertThat(ToolSearch.activated(tool, before))
        .containsEntry("VIRTUAL_ENV", project.resolve("venv").toString())
        .containsEntry("PATH", tool.getParent() + ":/bin")
        .doesNotContainKey("PYTHONHOME");
  }

  @Test
  void givesWhatAToolWroteAndSaysWhatItDoes() throws Exception {
    List<String> progress = new ArrayList<>();
    Path tool = script(folder.resolve("bin"), "echo $1 $2 $A; pwd; echo aside >&2; cat");
    assertThat(run(tool, progress).run("status", "--json"))
        .isEqualTo("status --json b\n" + project.toRealPath() + "\n");
    assertThat(progress).containsExactly("zappa status --json");
  }

  @Test
  void tellsWhatAToolSaidThatFailed() throws IOException {
    Path tool = script(folder.resolve("bin"), "echo trying; echo no bucket >&2; exit 7");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> run(tool, new ArrayList<>()).run("deploy", "dev"))
        .withMessage("zappa deploy dev ended with status 7:\ntrying\nno bucket");
  }

  @Test
  void tellsTheEndOfALongStory() throws IOException {
    Path tool = script(folder.resolve("bin"), "seq 1 5000; exit 1");
    assertThatExceptionOfType(Failure.class)
        .isThrownBy(() -> run(tool, new ArrayList<>()).run("deploy"))
        .withMessageStartingWith("zappa deploy ended with status 1:\n4901\n")
        .withMessageEndingWith("\n5000");
  }

  @Test
  void copiesAProjectWithoutItsEnvironmentsAndDeployments() throws IOException {
    Files.createDirectories(project.resolve("env/bin"));
    Files.writeString(project.resolve("env/pyvenv.cfg"), "");
    Files.createDirectories(project.resolve(".git"));
    Files.createDirectories(project.resolve(".chalice/deployed"));
    Files.writeString(project.resolve(".chalice/deployed/dev.json"), "{}");
    Files.writeString(project.resolve(".chalice/config.json"), "{}");
    Files.createDirectories(project.resolve("package/empty"));
    script(project.resolve("package"), "true");
    Path copy = folder.resolve("copy");
    ProjectCopy.make(project, copy, Set.of(Path.of(".chalice/deployed")));
    assertThat(copy.resolve("app.py")).hasContent("app = None\n");
    assertThat(copy.resolve(".chalice/config.json")).exists();
    assertThat(copy.resolve("package/empty")).isDirectory();
    assertThat(copy.resolve("package/zappa")).isExecutable();
    assertThat(copy.resolve(".chalice/deployed")).doesNotExist();
    assertThat(copy.resolve("env")).doesNotExist();
    assertThat(copy.resolve(".git")).doesNotExist();
  }

  @Test
  void keepsWhereLinksLead() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("shared"));
    Files.writeString(outside.resolve("words"), "hello");
    Files.createSymbolicLink(project.resolve("inside"), Path.of("app.py"));
    Files.createSymbolicLink(project.resolve("outside"), Path.of("../shared"));
    Files.createSymbolicLink(project.resolve("broken"), Path.of("nothing"));
    Files.createSymbolicLink(project.resolve("circle"), Path.of("."));
    Path copy = folder.resolve("deep/er/copy");
    ProjectCopy.make(project, copy, Set.of());
    assertThat(copy.resolve("inside").toRealPath()).isEqualTo(copy.resolve("app.py").toRealPath());
    assertThat(copy.resolve("outside/words")).hasContent("hello");
    assertThat(copy.resolve("broken")).isSymbolicLink();
    assertThat(copy.resolve("circle")).isSymbolicLink();
  }
}
