package dev.thaw.cloud.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Bytes of a request or an answer: in memory while they are few, else in a file.
public sealed interface Blob {

  long size();

  InputStream open() throws IOException;

  /// All of it in memory; not a copy where it already is.
  byte[] bytes();

  static Blob of(byte[] bytes) {
    return new InMemory(bytes);
  }

  /// @param bytes not copied: nobody changes them any more
  record InMemory(byte[] bytes) implements Blob {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /// @param size of the file
  record InFile(Path file, long size) implements Blob {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }

    @Override
    public byte[] bytes() {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + file, e);
      }
    }
  }
}
