package dev.thaw.lambda.sandbox;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// The reading end of a FIFO, opened for writing too, so that neither opening nor reading ever
/// waits for a writer.
final class FifoPipe implements LogPipe {

  private final RandomAccessFile file;
  private final FileInputStream in;
  private boolean closed;

  FifoPipe(Path fifo) {
    try {
      file = new RandomAccessFile(fifo.toFile(), "rw");
      in = new FileInputStream(file.getFD());
    } catch (IOException e) {
      throw new SandboxException("fifo " + fifo + ": cannot be opened", e);
    }
  }

  @Override
  public synchronized int read(byte[] into) {
    if (closed) {
      return -1;
    }
    try {
      int there = in.available();
      return there == 0 ? 0 : in.read(into, 0, Math.min(there, into.length));
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        file.close();
      } catch (IOException e) {
        // nothing is lost with it
      }
    }
  }
}
