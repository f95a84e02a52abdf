package dev.thaw.cloud.s3;

import java.io.IOException;
import java.nio.channels.FileChannel;

/// Brings a file onto the disk.
final class Flusher {

  private final FileChannel file;

  Flusher(FileChannel file) {
    this.file = file;
  }

  void finish() throws IOException {
    file.force(false);
  }
}
