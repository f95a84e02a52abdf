package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir Path data;

  @Test
  void aPassingOneBeginsEmptyAndIsGoneAtTheEnd() throws IOException {
    Path left = data.resolve("ephemeral/state");
    Files.createDirectories(left);

    try (StateFolder folder = StateFolder.passing(data)) {
      assertThat(left).doesNotExist();
      Files.createDirectories(folder.path().resolve("state"));
      Files.writeString(folder.path().resolve("state/state.mv"), "x");
    }

    assertThat(data).isEmptyDirectory();
  }

  @Test
  void anotherStays() throws IOException {
    Files.writeString(data.resolve("state.mv"), "x");

    new StateFolder(data, false).close();

    assertThat(data.resolve("state.mv")).exists();
  }
}
