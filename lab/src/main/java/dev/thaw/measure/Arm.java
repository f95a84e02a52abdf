package dev.thaw.measure;

import dev.thaw.measure.result.PackageSize;

/// One function at one memory size, deployed and ready.
///
/// @param function name on the endpoint
public record Arm(String function, int memoryMb, PackageSize packaged) {}
