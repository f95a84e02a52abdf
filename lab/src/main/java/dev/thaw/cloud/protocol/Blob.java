package dev.thaw.cloud.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/// Bytes of a request or an answer: in memory while they are few, else in a file, or on their way.
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

  /// Bytes that flow past once: a body that its handler reads as it comes, or writes as it goes.
  ///
  /// @param size announced, or -1 while unknown
  /// @param trailers fields after the body, by lower-case name; complete once the end was read
  record Flow(InputStream in, long size, Supplier<Map<String, String>> trailers) implements Blob {

    public static Flow of(InputStream in, long size) {
      return new Flow(in, size, Map::of);
    }

    @Override
    public InputStream open() {
      return in;
    }

    @Override
    public byte[] bytes() {
      try (in) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read a body", e);
      }
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
