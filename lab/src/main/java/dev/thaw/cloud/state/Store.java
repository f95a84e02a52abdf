package dev.thaw.cloud.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/// Tables of bytes by key, in one file, changed in transactions.
///
/// [#change] returns once its writes are on the disk. Writers that wait at the same time share one
/// commit and one sync. Reads see changes as soon as they are made.
public final class Store implements AutoCloseable {

  /// Commits between two attempts to rewrite half-empty chunks.
  private static final int COMPACT_EVERY = 512;

  private static final int COMPACT_BYTES = 1 << 20;
  private static final int COMPACT_FILL_PERCENT = 50;

  private final MVStore store;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock committing = new ReentrantLock();
  private final Deque<Runnable> undo = new ArrayDeque<>();
  private long written;
  private long durable;
  private int commits;

  private Store(MVStore store) {
    this.store = store;
  }

  /// @param folder made if it is not there
  /// @throws StateException if it cannot be used, for example because another process has it open
  public static Store open(Path folder) {
    Path file = folder.resolve("state.mv");
    try {
      Files.createDirectories(folder);
      return new Store(new MVStore.Builder().fileName(file.toString()).autoCommitDisabled().open());
    } catch (IOException | MVStoreException e) {
      throw new StateException("cannot open " + file + ": " + e.getMessage(), e);
    }
  }

  public Table table(String name) {
    return new Table(store.openMap(name));
  }

  /// Makes changes to tables as one: all of them are on the disk when this returns, or, if the
  /// change fails, none of them is made.
  public <T> T change(Supplier<T> change) {
    long mine;
    T result;
    writing.lock();
    try {
      result = change.get();
      mine = ++written;
      undo.clear();
    } finally {
      while (!undo.isEmpty()) {
        undo.removeLast().run();
      }
      writing.unlock();
    }
    flush(mine);
    return result;
  }

  private void flush(long mine) {
    committing.lock();
    try {
      if (durable >= mine) {
        return;
      }
      long covered;
      writing.lock();
      try {
        covered = written;
        store.commit();
      } finally {
        writing.unlock();
      }
      store.sync();
      durable = covered;
      if (++commits % COMPACT_EVERY == 0) {
        store.compact(COMPACT_FILL_PERCENT, COMPACT_BYTES);
      }
    } catch (MVStoreException e) {
      throw new StateException("a change did not reach the disk: " + e.getMessage(), e);
    } finally {
      committing.unlock();
    }
  }

  @Override
  public void close() {
    store.close();
  }

  /// Sees entries one by one.
  @FunctionalInterface
  public interface Visitor {

    /// @return whether to go on
    boolean visit(String key, byte[] value);
  }

  /// Bytes by key, in the order of the keys. Values are never changed in place.
  public final class Table {
    private final MVMap<String, byte[]> map;

    private Table(MVMap<String, byte[]> map) {
      this.map = map;
    }

    public Optional<byte[]> get(String key) {
      return Optional.ofNullable(map.get(key));
    }

    /// Only within [Store#change].
    public void put(String key, byte[] value) {
      requireChange();
      restoreLater(key, map.put(key, value));
    }

    /// Only within [Store#change].
    public void remove(String key) {
      requireChange();
      restoreLater(key, map.remove(key));
    }

    /// All entries whose key begins with a prefix, in order.
    public Map<String, byte[]> startingWith(String prefix) {
      Map<String, byte[]> found = new LinkedHashMap<>();
      Cursor<String, byte[]> cursor = map.cursor(prefix);
      while (cursor.hasNext()) {
        String key = cursor.next();
        if (!key.startsWith(prefix)) {
          break;
        }
        found.put(key, cursor.getValue());
      }
      return found;
    }

    /// Visits entries in order, from the first whose key is not before a given one, until the
    /// visitor has seen enough.
    public void from(String first, Visitor visitor) {
      Cursor<String, byte[]> cursor = map.cursor(first);
      while (cursor.hasNext()) {
        if (!visitor.visit(cursor.next(), cursor.getValue())) {
          return;
        }
      }
    }

    private void restoreLater(String key, byte @Nullable [] before) {
      undo.addLast(() -> {
        if (before == null) {
          map.remove(key);
        } else {
          map.put(key, before);
        }
      });
    }

    private void requireChange() {
      if (!writing.isHeldByCurrentThread()) {
        throw new IllegalStateException("a write outside of a change (expected: within one)");
      }
    }
  }
}
