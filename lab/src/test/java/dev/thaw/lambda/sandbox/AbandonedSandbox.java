package dev.thaw.lambda.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A program that starts a frozen sandbox and never puts it away: to be killed.
final class AbandonedSandbox {

  private AbandonedSandbox() {}

  /// @param args the folder, the isolation, and the word by which the sandbox's process is found
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Sandboxes sandboxes =
        Sandboxes.open(folder.resolve("sandboxes"), Sandboxes.Choice.valueOf(args[1]));
    Sandbox sandbox =
        sandboxes.start(
            new SandboxSpec("abandoned", empty, null, empty, List.of(), Map.of(), 128, 16, 64));
    sandbox.exec("sleeper", List.of("sleep", args[2]), Map.of("PATH", "/usr/bin:/bin"));
    while (!running(args[2])) {
      Thread.onSpinWait();
    }
    sandbox.freeze();
    System.out.println("ready");
    new CountDownLatch(1).await();
  }

  static boolean running(String word) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> commandLine(process.pid()).equals("sleep\0" + word + "\0"));
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"));
    } catch (java.io.IOException e) {
      return "";
    }
  }
}
