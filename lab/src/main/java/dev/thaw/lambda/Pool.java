package dev.thaw.lambda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The environments of one revision of one version of a function. Guarded by its own lock.
final class Pool {

  private final FunctionSpec function;

  /// The most recently used first.
  private final Deque<Environment> idle = new ArrayDeque<>();

  /// Taken for an invocation, whose answer may have been given already.
  private final Set<Environment> busy = new LinkedHashSet<>();

  /// Invocations that wait for an environment whose answer has been given, but which is not done
  /// yet.
  private final Deque<CompletableFuture<Environment>> waiting = new ArrayDeque<>();

  /// Of [#busy], those that have answered.
  private final Set<Environment> finishing = new LinkedHashSet<>();

  private boolean closed;

  Pool(FunctionSpec function) {
    this.function = function;
  }

  FunctionSpec function() {
    return function;
  }

  /// What there is for an invocation.
  sealed interface Offer {
    /// Use it.
    record Reuse(Environment environment) implements Offer {}

    /// One is about to become free; give up by [#withdraw].
    record Soon(CompletableFuture<Environment> environment) implements Offer {}

    /// Start one.
    record None() implements Offer {}
  }

  synchronized Offer take() {
    Environment warm = idle.pollFirst();
    if (warm != null) {
      busy.add(warm);
      return new Offer.Reuse(warm);
    }
    if (finishing.size() > waiting.size()) {
      CompletableFuture<Environment> soon = new CompletableFuture<>();
      waiting.addLast(soon);
      return new Offer.Soon(soon);
    }
    return new Offer.None();
  }

  /// Stops waiting; gives the environment back if it came in the meantime.
  @SuppressWarnings("ReferenceEquality") // futures have an identity and nothing else
  synchronized Optional<Environment> withdraw(CompletableFuture<Environment> soon) {
    waiting.removeIf(waiter -> waiter == soon);
    return soon.isDone() ? Optional.of(soon.join()) : Optional.empty();
  }

  /// A new environment, taken for the invocation that it was started for.
  synchronized void added(Environment environment) {
    busy.add(environment);
  }

  /// It has answered and will be free soon.
  synchronized void answered(Environment environment) {
    if (busy.contains(environment)) {
      finishing.add(environment);
    }
  }

  /// It is free; false if it is not wanted any more.
  synchronized boolean release(Environment environment) {
    finishing.remove(environment);
    if (!busy.contains(environment)) {
      return false;
    }
    if (closed || environment.retired()) {
      busy.remove(environment);
      return false;
    }
    CompletableFuture<Environment> next = waiting.pollFirst();
    if (next != null) {
      next.complete(environment);
    } else {
      busy.remove(environment);
      idle.addFirst(environment);
    }
    return true;
  }

  /// It failed to start or has ended.
  synchronized void removed(Environment environment) {
    busy.remove(environment);
    finishing.remove(environment);
    idle.remove(environment);
  }

  synchronized List<KeepAlive.Idle> idle() {
    return idle.stream().map(Environment::idle).toList();
  }

  /// Takes an idle environment out, to end it.
  synchronized Optional<Environment> withdrawIdle(String id) {
    Optional<Environment> found = idle.stream().filter(e -> e.id().equals(id)).findFirst();
    found.ifPresent(idle::remove);
    return found;
  }

  /// Nothing is kept any more.
  ///
  /// @return the idle environments, to end them; busy ones end at their release
  synchronized List<Environment> close() {
    closed = true;
    List<Environment> out = new ArrayList<>(idle);
    idle.clear();
    busy.forEach(Environment::retire);
    return out;
  }
}
