package dev.thaw.gateway.rest;

import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.Reply;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// A way back that the first answer takes: that of the integration, or of the clock.
final class OnceReply {

  private final Reply reply;
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CountDownLatch sent = new CountDownLatch(1);

  OnceReply(Reply reply) {
    this.reply = reply;
  }

  /// Whether an answer was already chosen.
  boolean taken() {
    return taken.get();
  }

  /// Sends the answer; or, where another was faster, waits until that one is sent, since the
  /// connection must not be given back before.
  void send(HttpAnswer answer) throws IOException {
    if (taken.compareAndSet(false, true)) {
      try {
        reply.send(answer);
      } finally {
        sent.countDown();
      }
    } else {
      try {
        sent.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
