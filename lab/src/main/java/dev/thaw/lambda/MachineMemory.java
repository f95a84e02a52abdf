package dev.thaw.lambda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads how much memory the machine has left.
final class MachineMemory implements StartGate.Memory {

  private static final Path MEMINFO = Path.of("/proc/meminfo");

  /// Bytes; where the machine does not tell, memory is never short.
  @Override
  public long available() {
    return read("MemAvailable:");
  }

  /// Bytes of the whole machine.
  long total() {
    return read("MemTotal:");
  }

  private static long read(String name) {
    try {
      for (String line : Files.readAllLines(MEMINFO)) {
        if (line.startsWith(name)) {
          return Long.parseLong(line.substring(name.length(), line.lastIndexOf(' ')).strip())
              * 1024;
        }
      }
    } catch (IOException e) {
      // not Linux
    }
    return Long.MAX_VALUE / 2;
  }
}
