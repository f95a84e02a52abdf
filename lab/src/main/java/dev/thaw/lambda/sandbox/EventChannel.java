package dev.thaw.lambda.sandbox;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What the init processes of all sandboxes report: one FIFO, one thread. A line is the sandbox's
/// id, what happened, and its arguments; it is short enough to be written in one piece.
final class EventChannel implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EventChannel.class.getName());

  /// Takes the events of one sandbox, on the channel's thread.
  @FunctionalInterface
  interface Listener {
    void event(String[] words);
  }

  private final Path fifo;
  private final RandomAccessFile file;
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private volatile boolean closed;

  EventChannel(Path fifo) throws IOException {
    this.fifo = fifo;
    Files.deleteIfExists(fifo);
    Libc.mkfifo(fifo);
    file = new RandomAccessFile(fifo.toFile(), "rw");
    Thread.ofPlatform().daemon().name("sandbox-events").start(this::read);
  }

  Path fifo() {
    return fifo;
  }

  void listen(String id, Listener listener) {
    listeners.put(id, listener);
  }

  void forget(String id) {
    listeners.remove(id);
  }

  @Override
  public void close() {
    closed = true;
    try {
      // A reader that waits is woken by a line of our own.
      file.write('\n');
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "events: closing", e);
    }
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(file.getFD()), StandardCharsets.UTF_8),
            4096)) {
      for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
        String[] words = line.split(" ");
        Listener listener = listeners.get(words[0]);
        if (listener != null && words.length > 1) {
          listener.event(words);
        }
      }
    } catch (IOException | RuntimeException e) {
      if (!closed) {
        LOG.log(System.Logger.Level.ERROR, "events: cannot be read any more", e);
      }
    }
  }
}
