package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Where a sandbox's `/tmp` is kept.
sealed interface TmpStore {

  /// As in [Capabilities.Item].
  String name();

  /// Whether a full one answers ENOSPC.
  boolean limited();

  /// Prepares an empty one.
  ///
  /// @param directory the sandbox's directory on the host
  Mount prepare(Path directory, int mb);

  /// A sparse file with a file system: on disk, so that it never counts as memory.
  record Images(Templates templates) implements TmpStore {

    @Override
    public String name() {
      return "file system in a file";
    }

    @Override
    public boolean limited() {
      return true;
    }

    @Override
    public Mount prepare(Path directory, int mb) {
      Path image = directory.resolve("tmp.img");
      try {
        templates.of(mb).copy(image);
        // bubblewrap binds it from here
        Files.createDirectory(directory.resolve("tmp"));
      } catch (IOException e) {
        throw new SandboxException("cannot prepare /tmp in " + image, e);
      }
      return new Mount.Image(image, "/tmp");
    }
  }

  /// A file system in memory. Only where memory is not limited: its pages count as the memory of
  /// whoever writes them.
  record InMemory() implements TmpStore {

    @Override
    public String name() {
      return "tmpfs";
    }

    @Override
    public boolean limited() {
      return true;
    }

    @Override
    public Mount prepare(Path directory, int mb) {
      return new Mount.Memory("/tmp", mb);
    }
  }

  /// A directory of the host.
  record PlainDirectory() implements TmpStore {

    private static final int MODE = 01777;

    @Override
    public String name() {
      return "directory";
    }

    @Override
    public boolean limited() {
      return false;
    }

    @Override
    public Mount prepare(Path directory, int mb) {
      Path tmp = directory.resolve("tmp");
      try {
        Files.createDirectory(tmp);
        Files.setAttribute(tmp, "unix:mode", MODE);
      } catch (IOException e) {
        throw new SandboxException("cannot prepare /tmp in " + tmp, e);
      }
      return new Mount.Bind(tmp, "/tmp", true, false);
    }
  }

  /// Makes the file system of each size once.
  interface Templates {
    Template of(int mb);
  }

  /// What a fresh file system has written to its file: a few pieces of a file that is otherwise a
  /// hole.
  ///
  /// @param bytes size of the whole
  record Template(long bytes, List<Piece> pieces) {

    private static final int BLOCK = 4096;

    public Template {
      pieces = List.copyOf(pieces);
    }

    record Piece(long offset, byte[] content) {}

    /// @param limit how many bytes from the start are searched; beyond it the file must be a hole
    static Template of(Path image, long limit) throws IOException {
      try (FileChannel channel = FileChannel.open(image, StandardOpenOption.READ)) {
        List<Piece> pieces = new ArrayList<>();
        ByteBuffer stretch = ByteBuffer.allocate(256 * BLOCK);
        long size = channel.size();
        for (long at = 0; at < Math.min(size, limit); at += stretch.capacity()) {
          int read = channel.read(stretch.clear(), at);
          for (int i = 0; i < read; i += BLOCK) {
            byte[] content = new byte[Math.min(BLOCK, read - i)];
            stretch.get(i, content);
            if (!isZero(content)) {
              pieces.add(new Piece(at + i, content));
            }
          }
        }
        return new Template(size, pieces);
      }
    }

    void copy(Path to) throws IOException {
      try (RandomAccessFile file = new RandomAccessFile(to.toFile(), "rw")) {
        file.setLength(bytes);
        for (Piece piece : pieces) {
          file.seek(piece.offset());
          file.write(piece.content());
        }
      }
    }

    private static boolean isZero(byte[] content) {
      for (byte b : content) {
        if (b != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
