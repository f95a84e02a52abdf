package dev.thaw.measure.result;

import java.util.Optional;
import java.util.OptionalDouble;

/// The machine that measured.
///
/// @param cpu model name
/// @param cores usable by us
/// @param memoryMb of the whole machine
/// @param kernel name and release, for example `Linux 6.1.0`
/// @param java version of the JVM that measured
/// @param governor of the CPU frequency; empty where it cannot be read, as in most virtual machines
/// @param before as it was before the first sample
/// @param after as it was after the last one
public record MachineRecord(
    String cpu,
    int cores,
    long memoryMb,
    String kernel,
    String java,
    Optional<String> governor,
    Reading before,
    Reading after) {

  /// @param load1 load average of the last minute; empty where there is none to read
  /// @param stealPercent CPU time taken by the hypervisor, in percent of all, in a short window
  ///   before the run, and over the whole run after it; empty where it cannot be read
  /// @param overshootP50Us by how much a short timed wait was late, in microseconds: the median
  /// @param overshootP99Us the same, 99th percentile
  public record Reading(
      OptionalDouble load1,
      OptionalDouble stealPercent,
      double overshootP50Us,
      double overshootP99Us) {}
}
