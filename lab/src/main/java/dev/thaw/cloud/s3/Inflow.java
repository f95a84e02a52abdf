package dev.thaw.cloud.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/// Brings a long body onto the disk in three steps that overlap: it is read, hashed and written;
/// its MD5, which is the slowest of all and cannot be divided, is taken beside; and what was
/// written goes to the disk beside, too, so that little is left to wait for at the end.
final class Inflow implements AutoCloseable {

  private static final int BUFFER = 512 << 10;
  private static final int BUFFERS = 4;

  /// Bytes between two syncs under way.
  private static final long SYNC_EVERY = 16 << 20;

  private final FileChannel file;
  private final Intake intake;
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<Filled> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final Thread digesting;
  private CompletableFuture<Void> syncing = CompletableFuture.completedFuture(null);
  private long unsynced;

  private record Filled(byte[] buffer, int length) {}

  Inflow(FileChannel file, Intake intake) {
    this.file = file;
    this.intake = intake;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new byte[BUFFER]);
    }
    digesting = Thread.ofVirtual().name("s3-md5").start(this::digest);
  }

  private void digest() {
    try {
      // An empty one is the end
      for (Filled next = filled.take(); next.length > 0; next = filled.take()) {
        intake.takeMd5(next.buffer, next.length);
        free.put(next.buffer);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes everything in; it is on the disk when this returns.
  ///
  /// @param first bytes that were read already
  void take(byte[] first, InputStream in) throws IOException {
    try {
      byte[] buffer = free.take();
      System.arraycopy(first, 0, buffer, 0, first.length);
      int read = first.length + in.readNBytes(buffer, first.length, BUFFER - first.length);
      while (read > 0) {
        write(buffer, read);
        buffer = free.take();
        read = in.readNBytes(buffer, 0, BUFFER);
      }
      filled.put(new Filled(new byte[0], 0));
      syncing.join();
      file.force(false);
      digesting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void write(byte[] buffer, int length) throws IOException, InterruptedException {
    intake.takeBeside(buffer, length);
    ByteBuffer left = ByteBuffer.wrap(buffer, 0, length);
    while (left.hasRemaining()) {
      file.write(left);
    }
    filled.put(new Filled(buffer, length));
    unsynced += length;
    if (unsynced >= SYNC_EVERY && syncing.isDone()) {
      unsynced = 0;
      syncing = sync();
    }
  }

  private CompletableFuture<Void> sync() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("s3-sync")
        .start(() -> {
          try {
            file.force(false);
            done.complete(null);
          } catch (IOException e) {
            done.completeExceptionally(new UncheckedIOException("cannot sync a body", e));
          }
        });
    return done;
  }

  /// Ends what goes on beside, whether the body came whole or not.
  @Override
  public void close() {
    digesting.interrupt();
    syncing.exceptionally(failed -> null).join();
  }
}
