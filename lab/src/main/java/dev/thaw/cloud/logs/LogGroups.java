package dev.thaw.cloud.logs;

import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// All groups: their records in the store, their events in folders of their own.
final class LogGroups implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(LogGroups.class.getName());

  /// How long output of functions may be in memory alone.
  private static final long WRITE_AFTER_MS = 200;

  private static final long EXPIRE_EVERY_MINUTES = 10;

  /// Beyond this a function waits until its output is written.
  private static final long MOST_BUFFERED = 2 << 20;

  private final Store store;
  private final Store.Table table;
  private final Path folder;
  private final Clock clock;
  private final Map<GroupKey, LogGroup> groups = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor writer;

  LogGroups(Store store, Path folder, Clock clock) throws IOException {
    this.store = store;
    this.folder = folder;
    this.clock = clock;
    table = store.table("logs.groups");
    table
        .startingWith("")
        .forEach((id, json) -> {
          GroupKey key = GroupKey.ofId(id);
          groups.put(key, group(key, GroupRecord.read(json), true));
        });
    deleteUnknown();
    writer =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("logs-writer").factory(),
            // What comes after the end is not written any more
            new ThreadPoolExecutor.DiscardPolicy());
    writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    writer.scheduleWithFixedDelay(
        this::expire, EXPIRE_EVERY_MINUTES, EXPIRE_EVERY_MINUTES, TimeUnit.MINUTES);
  }

  private LogGroup group(GroupKey key, GroupRecord record, boolean saved) {
    return new LogGroup(
        key, record, saved, new GroupJournal(folder.resolve(record.folder())), clock);
  }

  private GroupRecord fresh() {
    return new GroupRecord(
        UUID.randomUUID().toString(), clock.now() / 1_000_000, Optional.empty(), new TreeMap<>());
  }

  /// Folders of groups that nobody came to know of.
  private void deleteUnknown() throws IOException {
    Files.createDirectories(folder);
    Set<String> known = new HashSet<>();
    groups.values().forEach(group -> known.add(group.record().folder()));
    try (Stream<Path> folders = Files.list(folder)) {
      folders
          .filter(each -> !known.contains(String.valueOf(each.getFileName())))
          .forEach(each -> new GroupJournal(each).delete());
    }
  }

  Optional<LogGroup> find(GroupKey key) {
    return Optional.ofNullable(groups.get(key)).map(this::save);
  }

  LogGroup require(GroupKey key) {
    return find(key).orElseThrow(LogsErrors::noGroup);
  }

  /// Ordered by name.
  List<LogGroup> list(String account, String region) {
    return groups.values().stream()
        .filter(g -> g.key().account().equals(account) && g.key().region().equals(region))
        .sorted(Comparator.comparing(g -> g.key().name()))
        .toList();
  }

  void create(GroupKey key, Map<String, String> tags) {
    store.change(() -> {
      LogGroup made = group(key, fresh().withTags(tags), true);
      if (groups.putIfAbsent(key, made) != null) {
        throw LogsErrors.exists("group");
      }
      table.put(key.id(), made.record().write());
      return made;
    });
  }

  void update(GroupKey key, UnaryOperator<GroupRecord> change) {
    store.change(() -> {
      LogGroup group = groups.get(key);
      if (group == null) {
        throw LogsErrors.noGroup();
      }
      GroupRecord next = change.apply(group.record());
      table.put(key.id(), next.write());
      group.record(next);
      group.markSaved();
      return next;
    });
  }

  void delete(GroupKey key) {
    LogGroup gone =
        store.change(() -> {
          LogGroup group = groups.remove(key);
          if (group == null) {
            throw LogsErrors.noGroup();
          }
          table.remove(key.id());
          return group;
        });
    gone.journal().delete();
  }

  /// Takes output of a function: the group is made if it is not there.
  void append(GroupKey key, String stream, NewEvent event) {
    LogGroup group = groups.get(key);
    if (group == null) {
      group = groups.computeIfAbsent(key, each -> group(each, fresh(), false));
    }
    long full = group.add(stream, event);
    if (full == 0) {
      LogGroup later = group;
      writer.schedule(() -> write(later), WRITE_AFTER_MS, TimeUnit.MILLISECONDS);
    } else if (full > MOST_BUFFERED) {
      group.flush();
    }
  }

  private void write(LogGroup group) {
    try {
      save(group).flush();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot write to " + group.key().name(), e);
    }
  }

  /// A group that a function made is on the disk before anybody is told of it.
  private LogGroup save(LogGroup group) {
    if (!group.saved()) {
      store.change(() -> {
        if (groups.get(group.key()) == group) {
          table.put(group.key().id(), group.record().write());
        }
        return true;
      });
      group.markSaved();
    }
    return group;
  }

  private void expire() {
    long nowMs = clock.now() / 1_000_000;
    for (LogGroup group : groups.values()) {
      try {
        if (group.record().retentionDays().isPresent()) {
          group.journal().expire(group.record().oldestMs(nowMs));
        }
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.ERROR, "cannot expire events of " + group.key().name(), e);
      }
    }
  }

  @Override
  public void close() {
    // Never interrupted: that would close the store's file
    writer.close();
    groups
        .values()
        .forEach(group -> {
          write(group);
          try {
            group.journal().close();
          } catch (UncheckedIOException e) {
            LOG.log(System.Logger.Level.ERROR, "cannot close " + group.key().name(), e);
          }
        });
  }
}
