package dev.thaw.measure.result;

/// A sample that was taken but does not count: kept and tagged, never dropped in silence.
///
/// @param ms what the caller waited, in milliseconds
/// @param reason in plain words, for example `warm where cold was wanted` or `function error:
///   Runtime.ImportModuleError`
public record Discarded(double ms, String reason) {}
