package dev.thaw.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Where thaw keeps things between runs. One running thaw holds it; the file `holder` names that
/// one for whoever comes next.
final class DataFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /// The user's data home, as the XDG specification has it.
  static Path standard() {
    String xdg = Optional.ofNullable(System.getenv("XDG_DATA_HOME")).orElse("");
    Path home =
        xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
    return home.resolve("thaw");
  }

  /// @param purpose what the holder is to be called, for example `thaw up --port 4566`
  /// @throws Failure if another program holds it; the message names that one
  static DataFolder hold(Path path, String purpose) {
    try {
      Files.createDirectories(path);
      Path holder = path.resolve("holder");
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        String who = Files.exists(holder) ? Files.readString(holder).strip() : "another thaw";
        throw new Failure(
            "the data folder "
                + path
                + " is in use by "
                + who
                + "; stop that one or choose another with --data");
      }
      String text = purpose + " (process " + ProcessHandle.current().pid() + ")\n";
      try (FileChannel out =
          FileChannel.open(
              holder,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      }
      return new DataFolder(path, channel, lock);
    } catch (IOException e) {
      throw new Failure("the data folder " + path + " cannot be used: " + e.getMessage());
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      // the lock goes with the program at the latest
    }
  }
}
