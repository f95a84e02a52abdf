package dev.thaw.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
class SandboxesTest {

  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  @Test
  void nothingOutlivesAProgramThatIsKilledAndTheNextOneCleansUp() throws Exception {
    assumeTrue(System.getProperty("os.name").equals("Linux"), "processes are found through /proc");
    try (Sandboxes probe = Sandboxes.open(directory.resolve("probe"), Sandboxes.Choice.AUTO)) {
      assumeTrue(
          probe.isolation().equals("unshare"), () -> probe.capabilities().namespaces().why());
    }
    String word = Integer.toString(ThreadLocalRandom.current().nextInt(100_000, 900_000));
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AbandonedSandbox.class.getName(),
                directory.toString(),
                "UNSHARE",
                word)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = program.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");
      program.destroyForcibly().waitFor();
    }

    await().atMost(Duration.ofSeconds(20)).until(() -> !AbandonedSandbox.running(word));
    Sandboxes.open(directory.resolve("sandboxes"), Sandboxes.Choice.AUTO).close();
    assertThat(directory.resolve("sandboxes").toFile().list()).isSubsetOf("templates");
  }

  @Test
  void aMissingExecutableIsAnExitStatusAsForAShell() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    try (Sandboxes sandboxes =
            Sandboxes.open(directory.resolve("sandboxes"), Sandboxes.Choice.AUTO);
        Sandbox sandbox =
            sandboxes.start(
                new SandboxSpec("missing", empty, null, empty, List.of(), Map.of(), 128, 16, 64))) {
      SandboxProcess process = sandbox.exec("nothing", List.of("/nowhere/at/all"), Map.of());

      assertThat(process.exit().get().status()).isEqualTo(127);
    }
  }

  @Test
  void valuesReachAProcessWhateverTheyHold() throws Exception {
    Path empty = Files.createDirectories(directory.resolve("empty"));
    String hostile = "a'b\"c\n$HOME `id` \\ é %s";
    try (Sandboxes sandboxes =
            Sandboxes.open(directory.resolve("sandboxes"), Sandboxes.Choice.AUTO);
        Sandbox sandbox =
            sandboxes.start(
                new SandboxSpec("values", empty, null, empty, List.of(), Map.of(), 128, 16, 64))) {
      SandboxProcess process =
          sandbox.exec(
              "echo",
              List.of("sh", "-c", "printf %s \"$1$VALUE\"", "sh", hostile),
              Map.of("VALUE", hostile, "PATH", "/usr/bin:/bin"));
      process.exit().get();
      byte[] read = new byte[1_000];
      int length = process.output().read(read);

      assertThat(new String(read, 0, length, StandardCharsets.UTF_8)).isEqualTo(hostile + hostile);
      assertThatThrownBy(() -> sandbox.exec("x", List.of("true"), Map.of("A B", "c")))
          .isInstanceOf(SandboxException.class)
          .hasMessageContaining("A B");
      assertThatThrownBy(() -> sandbox.exec("x", List.of("true"), Map.of("A", "\0")))
          .isInstanceOf(SandboxException.class);
    }
  }

  @Test
  void anIdThatIsNoNameIsRefused() {
    assertThatThrownBy(() ->
            new SandboxSpec("../x", directory, null, directory, List.of(), Map.of(), 128, 512, 64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("../x");
  }
}
