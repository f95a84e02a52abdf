package dev.thaw.lambda.sandbox;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// A named pipe, open for reading and writing at this end: opening waits for nobody, a writer that
/// comes and goes does not end it, and a writer that is faster than its reader waits when the
/// kernel's buffer (64 KiB) is full.
final class FifoLog implements LogPipe {

  private final RandomAccessFile pipe;
  private final FileInputStream in;
  private boolean closed;

  private FifoLog(RandomAccessFile pipe, FileInputStream in) {
    this.pipe = pipe;
    this.in = in;
  }

  static FifoLog open(Path fifo) {
    try {
      RandomAccessFile pipe = new RandomAccessFile(fifo.toFile(), "rw");
      return new FifoLog(pipe, new FileInputStream(pipe.getFD()));
    } catch (IOException e) {
      throw new SandboxException("cannot open the pipe " + fifo, e);
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
      throw new SandboxException("cannot read a pipe", e);
    }
  }

  /// Writes whole lines; at most 4,096 bytes are written at once or not at all.
  synchronized void write(byte[] bytes) throws IOException {
    if (closed) {
      throw new IOException("the pipe is closed");
    }
    pipe.write(bytes);
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      pipe.close();
    } catch (IOException e) {
      throw new SandboxException("cannot close a pipe", e);
    }
  }
}
