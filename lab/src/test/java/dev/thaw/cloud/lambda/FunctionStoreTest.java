package dev.thaw.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Blob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionStoreTest {

  @TempDir Path directory;

  @Test
  void anAcknowledgedChangeIsOnDiskBeforeTheStoreIsClosed() throws Exception {
    FunctionName name = new FunctionName("111122223333", "eu-west-1", "f");
    FunctionRecord function =
        new FunctionRecord(
            name,
            "ab",
            Map.of("MemorySize", 128L, "Description", "ü"),
            Map.of("team", "a"),
            Optional.of(5));
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (FunctionStore store = new FunctionStore(directory.resolve("state"))) {
      store.put(function);
      // What a killed program would have left.
      Files.copy(
          directory.resolve("state/functions.mv"),
          copy.resolve("functions.mv"),
          StandardCopyOption.REPLACE_EXISTING);
    }

    try (FunctionStore reopened = new FunctionStore(copy)) {
      assertThat(reopened.find(name)).contains(function);
    }
  }

  @Test
  void accountsAndRegionsAreKeptApart() {
    try (FunctionStore store = new FunctionStore(directory.resolve("state"))) {
      for (FunctionName name :
          List.of(
              new FunctionName("1", "eu-west-1", "b"),
              new FunctionName("1", "eu-west-1", "a"),
              new FunctionName("1", "us-east-1", "c"),
              new FunctionName("2", "eu-west-1", "d"))) {
        store.put(new FunctionRecord(name, "ab", Map.of(), Map.of(), Optional.empty()));
      }

      assertThat(store.list("1", "eu-west-1"))
          .extracting(f -> f.key().name())
          .containsExactly("a", "b");
      store.remove(new FunctionName("1", "eu-west-1", "a"));
      assertThat(store.list("1", "eu-west-1")).hasSize(1);
      assertThat(store.all()).hasSize(3);
    }
  }

  @Test
  void aPackageThatIsRefusedLeavesNothingBehind() {
    PackageStore packages = new PackageStore(directory.resolve("packages"));
    Blob zip = Blob.of("zip".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() ->
            packages.keep(
                zip,
                path -> {
                  throw new IllegalStateException("refused");
                }))
        .hasMessage("refused");
    assertThat(directory.resolve("packages")).isEmptyDirectory();
  }

  @Test
  void aPackageIsNamedByItsContent() {
    PackageStore packages = new PackageStore(directory.resolve("packages"));
    Blob zip = Blob.of("zip".getBytes(StandardCharsets.UTF_8));
    String sha256 = packages.keep(zip, path -> {});

    assertThat(packages.keep(zip, path -> {})).isEqualTo(sha256);
    assertThat(packages.size(sha256)).isEqualTo(3);
    assertThat(packages.find(sha256)).get().satisfies(path -> assertThat(path).hasContent("zip"));
    assertThat(packages.find("0".repeat(64))).isEmpty();
  }
}
