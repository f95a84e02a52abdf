package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A small file of the kernel that is used so often that it stays open.
final class ControlFile implements AutoCloseable {

  private final Path path;
  private final RandomAccessFile file;
  private final byte[] buffer = new byte[256];

  private ControlFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static ControlFile open(Path path, boolean writable) {
    try {
      return new ControlFile(path, new RandomAccessFile(path.toFile(), writable ? "rw" : "r"));
    } catch (IOException e) {
      throw new SandboxException("cannot open " + path, e);
    }
  }

  synchronized void write(String value) {
    try {
      file.seek(0);
      file.write(value.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new SandboxException("cannot write " + value + " to " + path, e);
    }
  }

  synchronized String read() {
    try {
      file.seek(0);
      int length = Math.max(file.read(buffer), 0);
      return new String(buffer, 0, length, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new SandboxException("cannot read " + path, e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new SandboxException("cannot close " + path, e);
    }
  }
}
