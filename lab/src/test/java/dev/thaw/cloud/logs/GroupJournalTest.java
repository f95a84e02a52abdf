package dev.thaw.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupJournalTest {

  @TempDir private Path folder;

  private GroupJournal open() {
    return new GroupJournal(folder.resolve("g"));
  }

  private static List<String> messages(GroupJournal journal, boolean backward) {
    List<String> messages = new ArrayList<>();
    new EventScan(journal.blocks(name -> true, 0, Long.MAX_VALUE), backward)
        .forEachRemaining(event -> messages.add(event.message()));
    return messages;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("g"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void mergesOverlappingBlocksInOrder() {
    GroupJournal journal = open();
    Random random = new Random(7);
    List<NewEvent> all = new ArrayList<>();
    for (int block = 0; block < 50; block++) {
      List<NewEvent> events = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        long time = random.nextInt(1_000);
        events.add(new NewEvent(time, "%05d".formatted(time)));
      }
      journal.append("s" + block % 7, events, 0);
      all.addAll(events);
    }
    List<String> expected = all.stream().map(NewEvent::message).sorted().toList();
    assertThat(messages(journal, false)).isEqualTo(expected);
    assertThat(messages(journal, true)).isEqualTo(expected.reversed());
    journal.close();
    assertThat(messages(open(), false)).isEqualTo(expected);
  }

  @Test
  void cutsOffAWriteThatDidNotEndWhereverItEnded() throws IOException {
    GroupJournal journal = open();
    journal.append("s", List.of(new NewEvent(1, "first")), 0);
    journal.close();
    byte[] one = Files.readAllBytes(segments().getFirst());
    journal = open();
    journal.append("s", List.of(new NewEvent(2, "second")), 0);
    journal.close();
    byte[] both = Files.readAllBytes(segments().getFirst());
    for (int length = one.length; length < both.length; length++) {
      Files.write(segments().getFirst(), Arrays.copyOf(both, length));
      GroupJournal reopened = open();
      assertThat(messages(reopened, false)).as("%d bytes", length).containsExactly("first");
      reopened.append("s", List.of(new NewEvent(3, "third")), 0);
      reopened.close();
      assertThat(messages(open(), false)).containsExactly("first", "third");
    }
  }

  @Test
  void survivesHostileBytes() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    GroupJournal journal = open();
    for (int i = 0; i < 10; i++) {
      journal.append("s" + i % 3, List.of(new NewEvent(i, "m" + i)), 0);
    }
    journal.close();
    byte[] whole = Files.readAllBytes(segments().getFirst());
    for (int round = 0; round < 500; round++) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      Files.write(segments().getFirst(), bytes, StandardOpenOption.TRUNCATE_EXISTING);
      assertThatCode(
              () -> {
                GroupJournal damaged = open();
                assertThat(messages(damaged, false)).isSubsetOf(messagesOf(10));
                damaged.close();
              })
          .as("seed %d", seed)
          .doesNotThrowAnyException();
    }
  }

  private static List<String> messagesOf(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(i -> "m" + i).toList();
  }

  @Test
  void givesSpaceBackAndKeepsStreamsThatGoOn() throws IOException {
    GroupJournal journal = open();
    String big = "x".repeat(200_000);
    journal.create("empty", 5);
    journal.create("gone", 5);
    for (int i = 0; i < 200; i++) {
      journal.append("s", List.of(new NewEvent(i, big)), 0);
    }
    journal.delete("gone");
    assertThat(segments()).hasSizeGreaterThan(2);
    journal.expire(190);
    assertThat(segments()).hasSize(1);
    assertThat(journal.streams()).extracting(StreamView::name).containsExactly("empty", "s");
    journal.close();
    GroupJournal reopened = open();
    assertThat(reopened.streams()).extracting(StreamView::name).containsExactly("empty", "s");
    assertThat(reopened.stream("s").orElseThrow().sequence()).isEqualTo(200);
    assertThat(reopened.stream("empty").orElseThrow().created()).isEqualTo(5);
    reopened.append("s", List.of(new NewEvent(300, "new")), 0);
    assertThat(messages(reopened, false)).endsWith("new");
    List<LogEvent> events = new ArrayList<>();
    new EventScan(reopened.blocks(name -> true, 190, Long.MAX_VALUE), false)
        .forEachRemaining(events::add);
    assertThat(events).isSortedAccordingTo(Comparator.comparing(LogEvent::position));
    reopened.delete();
    assertThat(folder.resolve("g")).doesNotExist();
  }
}
