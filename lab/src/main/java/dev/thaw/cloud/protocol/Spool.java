package dev.thaw.cloud.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the blobs of one request. Up to [#MEMORY] bytes stay in memory; what is longer goes on to
/// a temporary file, which is gone when the spool is closed unless somebody moved it away.
public final class Spool implements AutoCloseable {

  /// Holds every synchronous event (6 MiB) and no deployment package of note.
  static final int MEMORY = 8 << 20;

  private final Path folder;
  private final List<Path> files = new ArrayList<>();

  /// @param folder for temporary files; on the file system of the store, so that they can be
  ///   renamed into it
  public Spool(Path folder) {
    this.folder = folder;
  }

  /// Reads to the end.
  ///
  /// @param length announced, or -1; saves copying when it is true
  /// @param limit most bytes
  /// @throws TooLong when there are more
  public Blob take(InputStream in, long length, long limit) throws IOException {
    if (length > limit) {
      throw new TooLong(limit);
    }
    if (length >= 0 && length <= MEMORY) {
      byte[] bytes = in.readNBytes((int) length);
      return Blob.of(bytes);
    }
    try (Sink sink = sink(limit)) {
      in.transferTo(sink);
      return sink.blob();
    }
  }

  /// A stream whose bytes become a blob.
  Sink sink(long limit) {
    return new Sink(limit);
  }

  @Override
  public void close() {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + file, e);
      }
    }
  }

  /// More bytes than allowed.
  public static final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    TooLong(long limit) {
      super("more than " + limit + " bytes");
    }
  }

  final class Sink extends OutputStream {
    private final long limit;
    private byte[] memory = new byte[1024];
    private int used;
    private long size;
    private @Nullable Path file;
    private @Nullable OutputStream out;

    private Sink(long limit) {
      this.limit = limit;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      size += length;
      if (size > limit) {
        throw new TooLong(limit);
      }
      if (out == null && size > MEMORY) {
        Path made = Files.createTempFile(folder, "spool", ".tmp");
        files.add(made);
        file = made;
        out = Files.newOutputStream(made);
        out.write(memory, 0, used);
        memory = new byte[0];
      }
      if (out != null) {
        out.write(bytes, offset, length);
        return;
      }
      if (used + length > memory.length) {
        memory = Arrays.copyOf(memory, Math.max(used + length, memory.length * 2));
      }
      System.arraycopy(bytes, offset, memory, used, length);
      used += length;
    }

    Blob blob() throws IOException {
      close();
      return file == null ? Blob.of(Arrays.copyOf(memory, used)) : new Blob.InFile(file, size);
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
      }
    }
  }
}
