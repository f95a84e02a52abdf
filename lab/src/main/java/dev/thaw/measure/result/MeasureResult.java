package dev.thaw.measure.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Everything that a `thaw measure` run found, and under which conditions.
///
/// @param thawVersion of the thaw that measured
/// @param started when the run began
/// @param target as the user named it
/// @param reached the URL that was called; empty where the Lambda API was
/// @param handler of the function
/// @param variants at least one, in the order in which the user gave them
/// @param seed of the random order; the same seed gives the same order
/// @param order in plain words, for example `random interleaved` or `sequential`
/// @param spoilt why the machine's noise makes the run doubtful, in plain words; empty for a calm
///   run
public record MeasureResult(
    String thawVersion,
    Instant started,
    String target,
    Optional<Reached> reached,
    String handler,
    RuntimeUsed runtime,
    Isolation isolation,
    List<Variant> variants,
    MachineRecord machine,
    long seed,
    String order,
    List<String> spoilt) {

  /// Version of the JSON schema: raised when a key changes its meaning or goes, not when one comes.
  public static final int SCHEMA = 1;

  public MeasureResult {
    variants = List.copyOf(variants);
    spoilt = List.copyOf(spoilt);
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("variants: 0 (expected: >= 1)");
    }
  }
}
