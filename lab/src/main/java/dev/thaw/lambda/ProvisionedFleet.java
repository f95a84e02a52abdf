package dev.thaw.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The environments that provisioned concurrency keeps initialized for one version of a function.
final class ProvisionedFleet {

  /// Starts one environment; empty if its init failed.
  @FunctionalInterface
  interface Starter {
    Optional<Environment> start(FunctionSpec function) throws InterruptedException;
  }

  private final FunctionSpec function;
  private final int requested;
  private final Starter starter;
  private final List<Environment> available = new ArrayList<>();
  private int starting;
  private boolean closed;
  private String failure = "";

  ProvisionedFleet(FunctionSpec function, int requested, Starter starter) {
    this.function = function;
    this.requested = requested;
    this.starter = starter;
  }

  /// Starts what is missing, unless a start has failed: AWS gives up then, too.
  synchronized void fill() {
    available.removeIf(Environment::over);
    while (!closed && failure.isEmpty() && available.size() + starting < requested) {
      starting++;
      Thread.ofVirtual().start(this::startOne);
    }
  }

  synchronized Invoker.Provisioned state() {
    available.removeIf(Environment::over);
    return new Invoker.Provisioned(
        requested, available.size() + starting, available.size(), failure);
  }

  /// Keeps nothing any more; what runs is recycled like any other environment.
  synchronized void close() {
    closed = true;
    available.forEach(Environment::release);
    available.clear();
  }

  private void startOne() {
    Optional<Environment> started = Optional.empty();
    String why = "";
    try {
      started = starter.start(function);
      if (started.isEmpty()) {
        why = "FUNCTION_ERROR_INIT_FAILURE";
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      why = String.valueOf(e.getMessage());
    }
    synchronized (this) {
      starting--;
      failure = why;
      started.ifPresent(available::add);
    }
  }
}
