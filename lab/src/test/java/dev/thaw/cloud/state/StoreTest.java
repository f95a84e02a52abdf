package dev.thaw.cloud.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {

  @TempDir Path folder;

  @Test
  void keepsWhatWasChangedWhenOpenedAgain() {
    try (Store store = Store.open(folder)) {
      put(store, "a/1", "one");
      put(store, "b/1", "two");
    }
    try (Store store = Store.open(folder)) {
      assertThat(store.table("t").get("a/1")).hasValue("one".getBytes(UTF_8));
      assertThat(store.table("t").startingWith("b/")).containsOnlyKeys("b/1");
    }
  }

  @Test
  void aVisitorSeesEntriesInOrderUntilItHasEnough() {
    try (Store store = Store.open(folder)) {
      for (String key : List.of("d", "b", "a", "c", "e")) {
        put(store, key, key);
      }
      List<String> seen = new ArrayList<>();
      store.table("t").from("b", (key, value) -> seen.add(key) && seen.size() < 3);
      assertThat(seen).containsExactly("b", "c", "d");
    }
  }

  @Test
  void aFailedChangeLeavesNothing() {
    try (Store store = Store.open(folder)) {
      put(store, "a", "old");
      Store.Table table = store.table("t");

      assertThatThrownBy(() ->
              store.change(() -> {
                table.put("a", "new".getBytes(UTF_8));
                table.put("b", "new".getBytes(UTF_8));
                table.remove("a");
                throw new IllegalStateException("half way");
              }))
          .hasMessage("half way");

      assertThat(table.get("a")).hasValue("old".getBytes(UTF_8));
      assertThat(table.get("b")).isEmpty();
    }
  }

  @Test
  void refusesAFolderThatIsOpenElsewhere() {
    try (Store store = Store.open(folder)) {
      put(store, "a", "1");
      assertThatThrownBy(() -> Store.open(folder))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("state.mv");
    }
  }

  @Test
  void refusesAWriteOutsideOfAChange() {
    try (Store store = Store.open(folder)) {
      assertThatThrownBy(() -> store.table("t").put("a", new byte[0]))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void keepsEveryAcknowledgedChangeThoughTheProcessIsKilled() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StoreVictim.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int acknowledged = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
      while (acknowledged < 200) {
        assertThat(lines.readLine()).isEqualTo("ack " + acknowledged);
        acknowledged++;
      }
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    try (Store store = Store.open(folder)) {
      for (int i = 0; i < acknowledged; i++) {
        assertThat(store.table("t").get("k" + i)).as("k" + i).isPresent();
      }
    }
  }

  @Test
  void concurrentChangesAreAllKept() throws InterruptedException {
    try (Store store = Store.open(folder)) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        int number = i;
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int j = 0; j < 20; j++) {
                    put(store, number + "/" + j, "x");
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    try (Store store = Store.open(folder)) {
      assertThat(store.table("t").startingWith("")).hasSize(320);
    }
  }

  @Test
  void namesContentsByWhatIsInThem() throws IOException {
    Contents contents = new Contents(folder);
    Path one = Files.writeString(contents.temporary().resolve("x"), "hello");

    Contents.Stored stored = contents.keep(one);

    assertThat(stored.sha256())
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(contents.path(stored.sha256())).hasContent("hello");
    contents.retain(Set.of());
    assertThat(stored.file()).doesNotExist();
    assertThatThrownBy(() -> contents.path("../../etc/passwd"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void put(Store store, String key, String value) {
    Store.Table table = store.table("t");
    store.change(() -> {
      table.put(key, value.getBytes(UTF_8));
      return true;
    });
  }
}
