package dev.thaw.cloud.cloudformation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Works off operations, each on a thread of its own.
final class Engine implements AutoCloseable {

  private static final String ENDED =
      "thaw ended while it worked on the stack; what was under way may be half done. ";
  private static final long PATIENCE_SECONDS = 5;

  private final StackStore store;
  private final StackWork work;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  Engine(StackStore store, StackWork work) {
    this.store = store;
    this.work = work;
  }

  /// @param stack whose status says what is to be done
  void begin(Stack stack) {
    threads.execute(() -> work.run(stack));
  }

  /// Finds what an earlier life left under way: what was to come about is taken back, what was to
  /// go away goes on.
  void resume() {
    for (Stack stack : store.everywhere()) {
      if (stack.status().busy()) {
        Stack found = work.interrupted(stack);
        begin(
            switch (found.status()) {
              case CREATE_IN_PROGRESS -> work.uncreated(found, ENDED);
              case UPDATE_IN_PROGRESS -> work.unchanged(found, ENDED);
              default -> found;
            });
      }
    }
  }

  /// Waits a little for what is under way; the rest is found at the next start.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
