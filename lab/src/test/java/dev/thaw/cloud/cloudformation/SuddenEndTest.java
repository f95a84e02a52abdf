package dev.thaw.cloud.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Operations whose process is killed are found by the next one.
class SuddenEndTest {

  @Test
  void rollsACreationBack(@TempDir Path folder) throws Exception {
    kill(folder, "create");
    try (CloudFormationWorld world = new CloudFormationWorld(folder)) {
      assertThat(world.stack("s").text("StackStatus")).isEqualTo("CREATE_IN_PROGRESS");
      world.start();
      assertThat(world.settled("s")).isEqualTo("ROLLBACK_COMPLETE");
      assertThat(world.reason("s", "s", "ROLLBACK_IN_PROGRESS"))
          .startsWith("thaw ended while it worked on the stack");
      assertThat(world.reason("s", "B", "CREATE_FAILED"))
          .startsWith("thaw ended while this was being made; s-B-");
      assertThat(world.things.log).containsExactly("delete B", "delete A");
    }
  }

  @Test
  void takesAnUpdateBack(@TempDir Path folder) throws Exception {
    kill(folder, "update");
    try (CloudFormationWorld world = new CloudFormationWorld(folder)) {
      world.start();
      assertThat(world.settled("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
      assertThat(world.things.log).containsExactly("update A", "delete B");
      assertThat(world.things.things.values().iterator().next()).containsEntry("Size", 1L);
    }
  }

  private static void kill(Path folder, String operation) throws Exception {
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                StackVictim.class.getName(),
                folder.toString(),
                operation)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("under way");
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
