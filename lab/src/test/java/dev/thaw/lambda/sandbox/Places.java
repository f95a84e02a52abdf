package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// Sandboxes and their processes as tests want them.
final class Places {

  private Places() {}

  /// A specification with a small function: 128 MB, `/tmp` of 16 MB, 64 processes.
  static SandboxSpec spec(Path directory, String id) {
    try {
      Path task = Files.createDirectories(directory.resolve("task"));
      Path runtime = Files.createDirectories(directory.resolve("runtime"));
      Files.writeString(task.resolve("code.txt"), "the code\n");
      Files.writeString(runtime.resolve("bootstrap.txt"), "the bootstrap\n");
      Path shared = Files.createDirectories(directory.resolve("shared"));
      Files.writeString(shared.resolve("shared.txt"), "for all\n");
      return new SandboxSpec(id, task, null, runtime, List.of(), Map.of(), shared, 128, 16, 64);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static SandboxProcess shell(Sandbox sandbox, String script) {
    return sandbox.exec("shell", List.of("/bin/sh", "-c", script), Map.of());
  }

  static SandboxProcess.Exit exit(SandboxProcess process) {
    return process
        .exit()
        .orTimeout(30, TimeUnit.SECONDS)
        .exceptionally(e -> {
          throw new AssertionError(
              process.name() + " did not end; it said: " + read(process.output()), e);
        })
        .join();
  }

  /// What a process wrote until its end.
  static String said(SandboxProcess process) {
    exit(process);
    return read(process.output());
  }

  static String run(Sandbox sandbox, String script) {
    return said(shell(sandbox, script)).strip();
  }

  static String read(LogPipe pipe) {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[65536];
    int length;
    while ((length = pipe.read(buffer)) > 0) {
      text.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  /// Waits until the process wrote this line; what comes before it is passed over.
  static void awaitLine(SandboxProcess process, String line) {
    StringBuilder text = new StringBuilder();
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          text.append(read(process.output()));
          return text.toString().lines().anyMatch(line::equals);
        });
  }
}
