package dev.thaw.wire.http;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/// Closes a socket whose write does not come to an end: blocking writes know no timeout.
final class Watchdog implements AutoCloseable {

  private final Thread waiting;
  private volatile boolean fired;

  Watchdog(Socket socket, Duration patience) {
    waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(patience);
                fired = true;
                socket.close();
              } catch (InterruptedException e) {
                // called off
              } catch (IOException e) {
                System.getLogger(Watchdog.class.getName())
                    .log(System.Logger.Level.DEBUG, "close", e);
              }
            });
  }

  boolean fired() {
    return fired;
  }

  @Override
  public void close() {
    waiting.interrupt();
  }
}
