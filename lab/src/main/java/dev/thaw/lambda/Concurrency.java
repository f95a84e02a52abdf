package dev.thaw.lambda;

import dev.thaw.lambda.InvokeOutcome.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Lambda's limits on concurrent executions: the account's, and what functions reserve of it. Pure
/// but for its own counts; callers hold its lock by calling it.
final class Concurrency {

  /// An account must leave that many to functions without a reservation.
  static final int UNRESERVED_MINIMUM = 100;

  private final int account;
  private final Map<String, Integer> reserved = new HashMap<>();
  private final Map<String, Integer> running = new HashMap<>();
  private int unreservedRunning;
  private int total;

  Concurrency(int account) {
    this.account = account;
  }

  /// @param limit -1 for none
  synchronized void reserve(String arn, int limit) {
    boolean had = reserved.containsKey(arn);
    int now = running.getOrDefault(arn, 0);
    if (limit < 0) {
      reserved.remove(arn);
    } else {
      reserved.put(arn, limit);
    }
    if (had && limit < 0) {
      unreservedRunning += now;
    } else if (!had && limit >= 0) {
      unreservedRunning -= now;
    }
  }

  /// Takes a place for one execution, or says why there is none.
  synchronized Optional<Reason> enter(String arn) {
    Integer limit = reserved.get(arn);
    int now = running.getOrDefault(arn, 0);
    if (limit != null) {
      if (now >= limit) {
        return Optional.of(Reason.RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
      }
    } else {
      int shared = account - reserved.values().stream().mapToInt(Integer::intValue).sum();
      if (unreservedRunning >= shared) {
        return Optional.of(Reason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED);
      }
      unreservedRunning++;
    }
    running.put(arn, now + 1);
    total++;
    return Optional.empty();
  }

  synchronized void leave(String arn) {
    int now = running.getOrDefault(arn, 0) - 1;
    total--;
    if (now > 0) {
      running.put(arn, now);
    } else {
      running.remove(arn);
    }
    if (!reserved.containsKey(arn)) {
      unreservedRunning--;
    }
  }

  synchronized int running(String arn) {
    return running.getOrDefault(arn, 0);
  }

  /// Of all functions.
  synchronized int running() {
    return total;
  }

  synchronized Optional<Integer> reserved(String arn) {
    return Optional.ofNullable(reserved.get(arn));
  }
}
