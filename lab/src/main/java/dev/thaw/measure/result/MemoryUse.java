package dev.thaw.measure.result;

import java.util.OptionalInt;

/// Memory of the function's processes, as the REPORT lines tell it.
///
/// @param maxUsedMb the largest `Max Memory Used` seen; empty where it cannot be read
public record MemoryUse(OptionalInt maxUsedMb) {}
