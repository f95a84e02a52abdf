package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Stops all processes of a control group where they are, and waits until it is so.
final class Freezing {

  private static final int ATTEMPTS = 100_000;

  private Freezing() {}

  static boolean v2(Path group, boolean on) {
    Limits.CgroupFile.write(group.resolve("cgroup.freeze"), on ? "1" : "0");
    Path events = group.resolve("cgroup.events");
    for (int attempt = 0; on && attempt < ATTEMPTS; attempt++) {
      if (Limits.CgroupFile.keyed(events, "frozen") == 1) {
        return true;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  static boolean v1(Path group, boolean on) {
    Path state = group.resolve("freezer.state");
    String wanted = on ? "FROZEN" : "THAWED";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Limits.CgroupFile.write(state, wanted);
      try {
        if (Files.readString(state).strip().equals(wanted)) {
          return true;
        }
      } catch (IOException e) {
        return false;
      }
    }
    return false;
  }
}
