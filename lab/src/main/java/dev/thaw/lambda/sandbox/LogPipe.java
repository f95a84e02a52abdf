package dev.thaw.lambda.sandbox;

/// The reading end of what a process writes. Pulled, never pushed: what a process wrote before it
/// answered can be read before its answer is reported, and no thread waits per process.
public interface LogPipe extends AutoCloseable {

  /// Reads what is there without waiting.
  ///
  /// @return bytes read, 0 if there is nothing now, -1 if closed
  int read(byte[] into);

  @Override
  void close();
}
