package dev.thaw.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// Carries bytes both ways until both ends have finished sending. An end that has finished may
/// still receive.
final class Relay {

  private static final int BUFFER = 64 * 1024;

  private final End left;
  private final End right;
  private final long idleNanos;
  private volatile long lastMoved = System.nanoTime();

  private Relay(End left, End right, Duration idle) {
    this.left = left;
    this.right = right;
    this.idleNanos = idle.toNanos();
  }

  /// Returns when the tunnel is over; both ends are closed then.
  ///
  /// @param idle after which a tunnel on which nothing moves is given up
  static void run(End left, End right, Duration idle) {
    Relay relay = new Relay(left, right, idle);
    try {
      left.socket().setSoTimeout((int) idle.toMillis());
      right.socket().setSoTimeout((int) idle.toMillis());
      Thread back = Thread.ofVirtual().start(() -> relay.pump(right, left));
      relay.pump(left, right);
      back.join();
    } catch (IOException e) {
      // an end is gone already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      left.close();
      right.close();
    }
  }

  private void pump(End source, End sink) {
    byte[] buffer = new byte[BUFFER];
    try {
      OutputStream out = sink.socket().getOutputStream();
      for (int count = read(source, buffer); count >= 0; count = read(source, buffer)) {
        out.write(buffer, 0, count);
        out.flush();
        lastMoved = System.nanoTime();
      }
      sink.socket().shutdownOutput();
    } catch (IOException e) {
      // What is broken in one direction is of no use in the other.
      left.close();
      right.close();
    }
  }

  private int read(End source, byte[] buffer) throws IOException {
    while (true) {
      try {
        int count = source.in().read(buffer, 0, buffer.length);
        lastMoved = System.nanoTime();
        return count;
      } catch (SocketTimeoutException e) {
        // The other direction may be busy: a large upload has no answer for a long time.
        if (System.nanoTime() - lastMoved >= idleNanos) {
          throw e;
        }
      }
    }
  }
}
