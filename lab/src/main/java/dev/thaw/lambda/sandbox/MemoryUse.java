package dev.thaw.lambda.sandbox;

import java.util.SequencedSet;
import java.util.function.Supplier;

/// How much memory the processes of a sandbox held at most.
///
/// A control group's own peak counts the page cache of everything a function reads or writes, which
/// AWS's Max Memory Used does not. So the processes are asked: the kernel keeps the peak resident
/// size of each (VmHWM), exact between two looks as well. Where several run at once, pages they
/// share (a fork's, a library's) must not count twice: then their proportional sizes (PSS) are
/// added up at the moment of looking, and the greatest sum or single peak so far counts. One look
/// costs some 50 µs for one process.
final class MemoryUse {

  /// A burst of short invocations is not to pay for a look each: the kernel remembers meanwhile.
  private static final long LOOK_EVERY_NANOS = 50_000_000;

  private long peak;
  private long looked = Long.MIN_VALUE;

  /// @param now nanoseconds
  /// @param members asked only if it is time to look again
  synchronized long look(long now, Supplier<SequencedSet<Long>> members) {
    if (looked != Long.MIN_VALUE && now - looked < LOOK_EVERY_NANOS) {
      return peak;
    }
    looked = now;
    SequencedSet<Long> processes = members.get();
    long sum = 0;
    for (long pid : processes) {
      peak = Math.max(peak, Proc.kilobytes(pid, "status", "VmHWM").orElse(0));
      if (processes.size() > 1) {
        sum += Proc.kilobytes(pid, "smaps_rollup", "Pss").orElse(0);
      }
    }
    peak = Math.max(peak, sum);
    return peak;
  }

  /// The limit was reached: whoever did that is gone and cannot be asked any more.
  synchronized long atLeast(long bytes) {
    peak = Math.max(peak, bytes);
    return peak;
  }
}
