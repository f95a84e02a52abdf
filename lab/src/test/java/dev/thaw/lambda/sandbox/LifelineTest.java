package dev.thaw.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sandboxes end with the JVM that opened them, and with nothing else.
class LifelineTest {

  @TempDir Path directory;

  @AfterEach
  void removeWhatTheKilledLeft() {
    Sandboxes.open(directory.resolve("root"), Sandboxes.Choice.PROCESS).close();
    assertThat(directory.resolve("root")).isDirectoryNotContaining("glob:**/[0-9]*");
  }

  @ParameterizedTest
  @EnumSource
  void nothingOutlivesAKilledThaw(Sandboxes.Choice choice) throws Exception {
    assumeTrue(Proc.available(), "processes are found by /proc");
    try (Thaw thaw = new Thaw(choice, "run", directory)) {
      List<Long> family = thaw.family();
      assertThat(family).hasSizeGreaterThanOrEqualTo(3);

      thaw.kill();

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(family).noneMatch(Proc::lives));
    }
  }

  @Test
  void plainProcessesWithoutControlGroupsDoNotOutliveItEither() throws Exception {
    assumeTrue(Proc.available(), "processes are found by /proc");
    try (Thaw thaw = new Thaw(Sandboxes.Choice.PROCESS, "bare", directory)) {
      List<Long> family = thaw.family();

      thaw.kill();

      await().untilAsserted(() -> assertThat(family).noneMatch(Proc::lives));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNextOneRemovesWhatAKilledOneLeft(Sandboxes.Choice choice) throws Exception {
    assumeTrue(Proc.available(), "processes are found by /proc");
    try (Thaw thaw = new Thaw(choice, "run", directory)) {
      List<Long> family = thaw.family();
      Path left = onlyDirectory();
      List<String> groups = Files.readAllLines(left.resolve("cgroups"));
      thaw.kill();

      Sandboxes.open(directory.resolve("root"), choice).close();

      // the shells that saw the end of their input may still be on their way out
      await().untilAsserted(() -> assertThat(family).noneMatch(Proc::lives));
      assertThat(left).doesNotExist();
      assertThat(groups).noneMatch(group -> Files.exists(Path.of(group)));
    }
  }

  @Test
  void theNextOneEndsFrozenProcessesToo() throws Exception {
    assumeTrue(Proc.available(), "processes are found by /proc");
    try (Thaw thaw = new Thaw(Sandboxes.Choice.AUTO, "freeze", directory)) {
      List<Long> family = thaw.family();
      thaw.kill();

      Sandboxes.open(directory.resolve("root"), Sandboxes.Choice.AUTO).close();

      await().untilAsserted(() -> assertThat(family).noneMatch(Proc::lives));
    }
  }

  @Test
  void aLivingNeighbourIsLeftAlone() throws Exception {
    try (Thaw neighbour = new Thaw(Sandboxes.Choice.AUTO, "run", directory)) {
      Path its = onlyDirectory();

      Sandboxes.open(directory.resolve("root"), Sandboxes.Choice.AUTO).close();
      try (Sandboxes mine = Sandboxes.open(directory.resolve("root"), Sandboxes.Choice.AUTO);
          Sandbox sandbox = mine.start(Places.spec(directory, "mine"))) {
        Sandboxes.open(directory.resolve("root"), Sandboxes.Choice.AUTO).close();
        assertThat(Places.run(sandbox, "echo alive")).isEqualTo("alive");
      }

      assertThat(its).exists();
      assertThat(neighbour.family()).hasSizeGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void aNotedProcessIdThatIsAStrangersNowIsLeftAlone() throws Exception {
    assumeTrue(Proc.available(), "processes are found by /proc");
    Process stranger = new ProcessBuilder("sleep", "1000").start();
    try {
      Path left = Files.createDirectories(directory.resolve("root/1-1"));
      Path run = Files.createDirectories(left.resolve("run/1"));
      Files.createFile(left.resolve("lock"));
      Files.writeString(run.resolve("init"), stranger.pid() + " 12345");
      Files.writeString(run.resolve("leader-1"), Long.toString(stranger.pid()));
      Files.writeString(run.resolve("leader-2"), "not a process");

      Sandboxes.open(directory.resolve("root"), Sandboxes.Choice.PROCESS).close();

      assertThat(left).doesNotExist();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aSandboxOutlivesTheThreadThatStartedIt() throws Exception {
    assumeTrue(
        Boolean.getBoolean("thaw.slow"), "takes 40 s: an idle carrier thread ends after 30 s");
    try (Sandboxes sandboxes = Sandboxes.open(directory.resolve("root"), Sandboxes.Choice.AUTO)) {
      List<SandboxProcess> started = new ArrayList<>();
      Thread.ofVirtual()
          .start(() -> {
            Sandbox sandbox = sandboxes.start(Places.spec(directory, "one"));
            started.add(Places.shell(sandbox, "exec sleep 1000"));
          })
          .join();

      await()
          .during(Duration.ofSeconds(38))
          .atMost(Duration.ofSeconds(40))
          .until(() -> !started.getFirst().exit().isDone());
    }
  }

  private Path onlyDirectory() throws IOException {
    try (Stream<Path> entries = Files.list(directory.resolve("root"))) {
      return entries.filter(entry -> Files.exists(entry.resolve("lock"))).findFirst().orElseThrow();
    }
  }

  /// A JVM of its own with an open sandbox.
  private static final class Thaw implements AutoCloseable {

    private final Process process;

    Thaw(Sandboxes.Choice choice, String what, Path directory) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LifelineTest.Main.class.getName(),
                  choice.name(),
                  what,
                  directory.toString())
              .redirectErrorStream(true)
              .start();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      StringBuilder said = new StringBuilder();
      String line;
      while ((line = lines.readLine()) != null && !line.equals("up")) {
        said.append(line).append('\n');
      }
      assumeTrue(!said.toString().contains("does not work here"), said.toString());
      assertThat(line).as(said.toString()).isEqualTo("up");
    }

    /// All processes it started.
    List<Long> family() {
      return List.copyOf(Proc.descendants(process.pid()));
    }

    void kill() {
      process.destroyForcibly();
      process.onExit().join();
    }

    @Override
    public void close() {
      kill();
    }
  }

  /// Opens a sandbox with a process that would run for ever, and waits to be killed.
  static final class Main {

    private Main() {}

    static void main(String[] arguments) throws InterruptedException {
      Path directory = Path.of(arguments[2]);
      Machine machine = Machine.probe();
      Sandboxes sandboxes =
          Sandboxes.open(
              directory.resolve("root"),
              Sandboxes.Choice.valueOf(arguments[0]),
              arguments[1].equals("bare") ? machine.withoutGroups() : machine);
      Sandbox sandbox = sandboxes.start(Places.spec(directory, "one"));
      SandboxProcess process =
          Places.shell(sandbox, "trap '' TERM; sleep 1000 & echo up; while :; do sleep 1000; done");
      Places.awaitLine(process, "up");
      if (arguments[1].equals("freeze")) {
        sandbox.freeze();
      }
      System.out.println("up");
      Thread.sleep(Duration.ofMinutes(5));
    }
  }
}
