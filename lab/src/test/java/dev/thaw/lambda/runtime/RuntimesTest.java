package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.lambda.sandbox.SandboxPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a machine made of scripts that answer as interpreters do.
class RuntimesTest {

  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";
  private static final SandboxPaths PATHS =
      new SandboxPaths("/var/task", "/opt", "/var/runtime", "/tmp", "/var/thaw");

  private Path root;
  private Path home;
  private Path code;
  private Path data;

  @BeforeEach
  void makeTheMachine(@TempDir Path folder) throws IOException {
    root = folder.toRealPath().resolve("root");
    home = root.resolve("home/ann");
    code = Files.createDirectories(folder.resolve("code"));
    data = folder.resolve("data");
    Files.createDirectories(home);
  }

  @Test
  void takesThePythonWhoseMinorVersionFits() throws IOException {
    python(home.resolve(".pyenv/versions/3.12.1"), "3.12.1");
    python(home.resolve(".pyenv/versions/3.13.0"), "3.13.0");
    FunctionRuntime runtime = runtimes().resolve("python3.12", code, "app.handler");
    assertThat(runtime.name()).isEqualTo("python3.12");
    assertThat(runtime.version()).isEqualTo("3.12.1");
    assertThat(runtime.executable())
        .isEqualTo(home.resolve(".pyenv/versions/3.12.1/bin/python3.12"));
  }

  @Test
  void takesTheNewestPythonWhereNoneIsNamed() throws IOException {
    python(root.resolve("usr"), "3.9.2");
    python(home.resolve(".local/share/uv/python/cpython-3.13.0-linux"), "3.13.0");
    python(home.resolve(".local/share/mise/installs/python/3.10.4"), "3.10.4");
    assertThat(runtimes().resolve("python3", code, "app.handler").name()).isEqualTo("python3.13");
    assertThat(runtimes().preferred("python")).contains("python3.13");
    assertThat(runtimes().installed())
        .containsExactly("python3.13", "python3.10", "python3.9", "provided.al2023");
  }

  @Test
  void comparesVersionsAsNumbers() throws IOException {
    python(home.resolve(".pyenv/versions/3.9.18"), "3.9.18");
    python(home.resolve(".pyenv/versions/3.10.1"), "3.10.1");
    assertThat(runtimes().preferred("python")).contains("python3.10");
  }

  @Test
  void namesWhatIsMissingWhatIsThereAndTheRemedy() throws IOException {
    python(root.resolve("usr"), "3.11.2");
    assertThatThrownBy(() -> runtimes().resolve("python3.13", code, "app.handler"))
        .isInstanceOf(RuntimeUnavailable.class)
        .hasMessageContaining("python3.13: no Python 3.13 is installed")
        .hasMessageContaining("found: 3.11.2 at " + root.resolve("usr/bin/python3.11"))
        .hasMessageContaining("--runtime python3.13=/path");
    assertThatThrownBy(() -> runtimes().resolve("nodejs22.x", code, "app.handler"))
        .isInstanceOf(RuntimeUnavailable.class)
        .hasMessageContaining("no Node.js 22 is installed")
        .hasMessageContaining("found: none");
  }

  @Test
  void neverStartsAShim() throws IOException {
    Path shims = home.resolve(".pyenv/shims");
    Path started = home.resolve("started");
    script(shims.resolve("python3.13"), "echo yes > " + started);
    python(home.resolve(".pyenv/versions/3.13.0"), "3.13.0");
    Runtimes runtimes = runtimes(Map.of("PATH", shims.toString()), Map.of());
    assertThat(runtimes.resolve("python3.13", code, "app.handler").executable())
        .isEqualTo(home.resolve(".pyenv/versions/3.13.0/bin/python3.13"));
    assertThat(started).doesNotExist();
  }

  @Test
  void prefersWhatTheUserHasOnThePathOrChose() throws IOException {
    python(home.resolve(".pyenv/versions/3.13.0"), "3.13.0");
    Path older = python(home.resolve(".pyenv/versions/3.10.1"), "3.10.1");
    Path shims = home.resolve(".pyenv/shims");
    script(shims.resolve("python3"), "exec " + older + " \"$@\"");
    Map<String, String> path = Map.of("PATH", shims.toString());
    assertThat(runtimes(path, Map.of()).preferred("python")).contains("python3.10");
    assertThat(runtimes(path, Map.of()).executable("python3")).isEqualTo(older);
    Path chosen = python(home.resolve("chosen"), "3.11.2");
    assertThat(runtimes(path, Map.of("python", chosen)).preferred("python")).contains("python3.11");
    assertThat(runtimes().preferred("python")).contains("python3.13");
    assertThat(runtimes().preferred("nodejs")).isEmpty();
  }

  @Test
  void takesWhatLiesBehindAShimInThePlaceThatTheShimHasOnThePath() throws IOException {
    Path system = python(root.resolve("usr"), "3.13.9");
    Path managed = python(home.resolve(".pyenv/versions/3.13.0"), "3.13.0");
    Path shims = Files.createDirectories(home.resolve(".pyenv/shims"));
    String first = shims + ":" + system.getParent();
    assertThat(runtimes(Map.of("PATH", first), Map.of()).executable("python3.13"))
        .isEqualTo(managed);
    String last = system.getParent() + ":" + shims;
    assertThat(runtimes(Map.of("PATH", last), Map.of()).executable("python3.13")).isEqualTo(system);
  }

  @Test
  void findsWhatLiesBehindTheShimsOfAManagerThatWasMoved() throws IOException {
    Path moved = root.resolve("srv/versions-of-ann");
    python(moved.resolve("versions/3.13.0"), "3.13.0");
    Files.createDirectories(moved.resolve("shims"));
    Runtimes runtimes = runtimes(Map.of("PATH", moved.resolve("shims").toString()), Map.of());
    assertThat(runtimes.preferred("python")).contains("python3.13");
  }

  @Test
  void asksAnInterpreterOnceUntilItsFileChanges() throws IOException {
    Path prefix = home.resolve(".pyenv/versions/3.13.0");
    Path python = python(prefix, "3.13.0");
    runtimes().resolve("python3.13", code, "app.handler");
    Path asked = prefix.resolve("asked");
    assertThat(asked).hasContent("asked");
    runtimes().resolve("python3.13", code, "app.handler");
    assertThat(asked).as("kept for the next run").hasContent("asked");
    Files.setLastModifiedTime(python, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
    runtimes().resolve("python3.13", code, "app.handler");
    assertThat(asked).hasContent("asked\nasked");
  }

  @Test
  void showsAnInstallationAndNothingOfTheHomeAroundIt() throws IOException {
    python(home.resolve(".pyenv/versions/3.13.0"), "3.13.0");
    python(root.resolve("usr"), "3.11.2");
    assertThat(runtimes().resolve("python3.13", code, "app.handler").visible())
        .containsExactly(home.resolve(".pyenv/versions/3.13.0"));
    assertThat(runtimes().resolve("python3.11", code, "app.handler").visible()).isEmpty();
  }

  @Test
  void showsOnlyItsPartsOfAPythonInstalledIntoASharedDirectory() throws IOException {
    Path local = home.resolve(".local");
    python(local, "3.13.0");
    Files.writeString(local.resolve("lib/libpython3.13.so.1.0"), "");
    Runtimes runtimes = runtimes(Map.of("PATH", local.resolve("bin").toString()), Map.of());
    assertThat(runtimes.resolve("python3.13", code, "app.handler").visible())
        .containsExactlyInAnyOrder(
            local.resolve("bin/python3.13"),
            local.resolve("lib/python3.13"),
            local.resolve("lib/libpython3.13.so.1.0"));
  }

  @Test
  void letsTheUserChooseByRuntimeOrByFamily() throws IOException {
    python(root.resolve("usr"), "3.13.9");
    Path mine = python(home.resolve("mine"), "3.13.1");
    for (String key : List.of("python3.13", "python")) {
      assertThat(
              runtimes(Map.of(), Map.of(key, mine))
                  .resolve("python3.13", code, "app.handler")
                  .executable())
          .isEqualTo(mine);
    }
    Path nothing = home.resolve("nothing");
    assertThatThrownBy(() ->
            runtimes(Map.of(), Map.of("python3.13", nothing))
                .resolve("python3.13", code, "app.handler"))
        .isInstanceOf(RuntimeUnavailable.class)
        .hasMessageContaining("--runtime python3.13=" + nothing);
  }

  @Test
  void keepsTheNameOfTheFunctionsRuntimeOnAnotherVersionThatTheUserChose() throws IOException {
    Path older = python(home.resolve("older"), "3.11.2");
    FunctionRuntime runtime =
        runtimes(Map.of(), Map.of("python3.13", older)).resolve("python3.13", code, "app.handler");
    assertThat(runtime.name()).isEqualTo("python3.13");
    assertThat(runtime.version()).isEqualTo("3.11.2");
    assertThat(runtime.environment().in(PATHS))
        .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13");
  }

  @Test
  void takesNoInterpreterThatFailsOrAnswersNonsense() throws IOException {
    script(root.resolve("usr/bin/python3.13"), "exit 1");
    script(root.resolve("usr/bin/python3.12"), "echo one; echo two");
    script(root.resolve("usr/bin/python3"), "kill -9 $$");
    assertThat(runtimes().preferred("python")).isEmpty();
  }

  @Test
  void startsPythonAsAwsDoes() throws IOException {
    Path python = python(home.resolve(".pyenv/versions/3.13.0"), "3.13.0");
    FunctionRuntime runtime = runtimes().resolve("python3.13", code, "app.handler");
    List<String> command = runtime.command().in(PATHS, Map.of());
    assertThat(command).startsWith(python.toString(), "-S", "-B").endsWith("/opt");
    assertThat(command.get(3)).matches("/var/runtime/bootstrap-[0-9a-f]{12}\\.pyc");
    assertThat(runtime.bootstrap().resolve(command.get(3).substring("/var/runtime/".length())))
        .exists();
    assertThat(runtime.environment().in(PATHS))
        .containsEntry("AWS_EXECUTION_ENV", "AWS_Lambda_python3.13")
        .containsEntry("PYTHONPATH", "/var/runtime")
        .containsEntry("PATH", python.getParent() + ":/usr/local/bin:/usr/bin/:/bin:/opt/bin");
    assertThat(runtime.command().in(PATHS, Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrap")))
        .startsWith("/opt/wrap", python.toString());
  }

  @Test
  void startsNodeWithinItsMemory() throws IOException {
    Path prefix = home.resolve(".nvm/versions/node/v22.1.0");
    Path node = prefix.resolve("bin/node");
    script(node, "echo " + node + "; echo 22.1.0");
    FunctionRuntime runtime = runtimes().resolve("nodejs22.x", code, "index.handler");
    assertThat(runtime.visible()).containsExactly(prefix);
    assertThat(runtime.command().in(PATHS, Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")))
        .containsExactly(
            node.toString(),
            "--expose-gc",
            "--max-semi-space-size=6",
            "--max-old-space-size=115",
            "/var/runtime/bootstrap.js");
    assertThat(runtime.environment().in(PATHS))
        .containsEntry(
            "NODE_PATH",
            "/opt/nodejs/node22/node_modules:/opt/nodejs/node_modules:"
                + "/var/runtime/node_modules:/var/runtime:/var/task");
  }

  @Test
  void startsJavaOnlyWithAwsClient() throws IOException {
    Path jdk = root.resolve("usr/lib/jvm/java-21-openjdk-amd64");
    Path configuration = Files.createDirectories(root.resolve("etc/java-21-openjdk"));
    script(jdk.resolve("bin/java"), "exit 1");
    Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"21.0.4\"\n");
    assertThatThrownBy(() -> runtimes().resolve("java21", code, "a.B::c"))
        .isInstanceOf(RuntimeUnavailable.class)
        .hasMessageContaining("`thaw runtime add java`");
    Files.createDirectories(data.resolve("libraries/java-" + MavenJars.CLIENT_VERSION));
    FunctionRuntime runtime = runtimes().resolve("java21", code, "a.B::c");
    assertThat(runtime.visible()).containsExactly(configuration);
    assertThat(runtime.version()).isEqualTo("21.0.4");
    assertThat(runtime.command().in(PATHS, Map.of("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "3008")))
        .contains(
            "-XX:MaxHeapSize=2834432k",
            "-XX:MaxMetaspaceSize=163840k",
            "-XX:ReservedCodeCacheSize=81920k")
        .endsWith("com.amazonaws.services.lambda.runtime.api.client.AWSLambda", "a.B::c");
  }

  @Test
  void startsTheNearestJdkThatIsNotOlder() throws IOException {
    Files.createDirectories(data.resolve("libraries/java-" + MavenJars.CLIENT_VERSION));
    for (String version : List.of("11.0.2", "21.0.4", "25.0.1")) {
      Path jdk = root.resolve("usr/lib/jvm/jdk-" + version);
      script(jdk.resolve("bin/java"), "exit 1");
      Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    }
    assertThat(runtimes().resolve("java17", code, "a.B").version()).isEqualTo("21.0.4");
    FunctionRuntime old = runtimes().resolve("java8.al2", code, "a.B");
    assertThat(old.version()).isEqualTo("11.0.2");
    assertThat(old.command().in(PATHS, Map.of())).doesNotContain(NATIVE_ACCESS);
    FunctionRuntime latest = runtimes().resolve("java25", code, "a.B");
    assertThat(latest.command().in(PATHS, Map.of())).contains(NATIVE_ACCESS);
  }

  @Test
  void runsTheBootstrapOfAProvidedFunction() throws IOException {
    script(code.resolve("bootstrap"), "exit 0");
    FunctionRuntime runtime = runtimes().resolve("provided.al2023", code, "x");
    assertThat(runtime.environment().in(PATHS))
        .containsEntry("PATH", "/usr/local/bin:/usr/bin/:/bin:/opt/bin")
        .doesNotContainKey("AWS_EXECUTION_ENV");
    assertThat(runtime.command().in(PATHS, Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrap")))
        .containsExactly("/var/task/bootstrap");
  }

  @Test
  void runsTheBootstrapOfALayerIfTheCodeHasNone() throws IOException {
    Path opt = home.resolve("layers");
    script(opt.resolve("bootstrap"), "exit 0");
    FunctionRuntime runtime = runtimes().resolve("provided", code, opt, "x");
    assertThat(runtime.command().in(PATHS, Map.of())).containsExactly("/opt/bootstrap");
  }

  @Test
  void refusesAnEntrypointInAwsWordsWhenItIsStarted() throws IOException {
    assertEntrypoint("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
    Path bootstrap = code.resolve("bootstrap");
    Files.writeString(bootstrap, "#!/bin/sh\n");
    assertEntrypoint("fork/exec /var/task/bootstrap: permission denied");
    Files.writeString(bootstrap, "echo no interpreter line\n");
    assertThat(bootstrap.toFile().setExecutable(true)).isTrue();
    assertEntrypoint("fork/exec /var/task/bootstrap: exec format error");
    Files.writeString(bootstrap, "");
    assertEntrypoint("fork/exec /var/task/bootstrap: exec format error");
  }

  private void assertEntrypoint(String refusal) {
    FunctionRuntime runtime = runtimes().resolve("provided.al2", code, "x");
    assertThatThrownBy(() -> runtime.command().in(PATHS, Map.of()))
        .isInstanceOf(InvalidEntrypoint.class)
        .hasMessage(refusal);
  }

  @Test
  void laysTheBootstrapBesideFetchedLibraries() throws IOException {
    python(home.resolve(".pyenv/versions/3.13.0"), "3.13.0");
    Path libraries = Files.createDirectories(data.resolve("libraries/python3.13"));
    FunctionRuntime runtime = runtimes().resolve("python3.13", code, "app.handler");
    assertThat(runtime.bootstrap()).isEqualTo(libraries);
    assertThat(libraries.resolve("bootstrap.py")).exists();
  }

  private Runtimes runtimes() {
    return runtimes(Map.of(), Map.of());
  }

  private Runtimes runtimes(Map<String, String> environment, Map<String, Path> overrides) {
    return new Runtimes(data, overrides, new Machine(environment, home, root));
  }

  /// A script that answers as this Python would, and notes that it was asked.
  private static Path python(Path prefix, String version) throws IOException {
    String name = "python" + version.substring(0, version.lastIndexOf('.'));
    Path executable = prefix.resolve("bin/" + name);
    Path library = Files.createDirectories(prefix.resolve("lib/" + name));
    script(
        executable,
        """
        for last; do :; done
        case "$*" in
          *py_compile*) : > "$last"; echo compiled ;;
          *) echo asked >> "%4$s/asked"; echo "%1$s"; echo "%2$s"; echo "%4$s"; echo "%3$s" ;;
        esac
        """
            .formatted(executable, version, library, prefix));
    return executable;
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, "#!/bin/sh\n" + body);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
