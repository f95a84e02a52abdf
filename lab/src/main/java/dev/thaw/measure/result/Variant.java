package dev.thaw.measure.result;

/// One arm of the run: the target at one memory size.
///
/// @param memoryMb configured memory size
public record Variant(
    int memoryMb, PackageSize packaged, ColdStarts cold, WarmCalls warm, MemoryUse memory) {

  public Variant {
    if (memoryMb < 1) {
      throw new IllegalArgumentException("memory: " + memoryMb + " (expected: >= 1)");
    }
  }
}
