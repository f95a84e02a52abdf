package dev.thaw.lambda.runtime;

import dev.thaw.lambda.sandbox.SandboxPaths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command lines of managed runtimes, with the limits that AWS derives from the memory size.
final class CommandLines {

  private static final String MEMORY = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";
  private static final int KIB = 1024;

  /// Since JEP 472 a JVM writes warnings into the function's log when AWS's client loads its native
  /// part.
  private static final int WARNS_OF_NATIVE_ACCESS = 24;

  private CommandLines() {}

  /// Puts the function's wrapper script, if it has one, before the command.
  static List<String> managed(Map<String, String> environment, List<String> command) {
    String wrapper = environment.getOrDefault("AWS_LAMBDA_EXEC_WRAPPER", "");
    if (wrapper.isEmpty()) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(command.size() + 1);
    wrapped.add(wrapper);
    wrapped.addAll(command);
    return List.copyOf(wrapped);
  }

  static List<String> node(Path executable, SandboxPaths paths, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.add("--expose-gc");
    int memory = memoryMb(environment);
    if (memory > 0) {
      command.add("--max-semi-space-size=" + Math.max(1, memory * 5 / 100));
      command.add("--max-old-space-size=" + memory * 90 / 100);
    }
    command.add(paths.runtime() + "/bootstrap.js");
    return List.copyOf(command);
  }

  /// Heap 85 % of the memory size, metaspace 10 % up to 160 MB, code cache 5 % up to 80 MB; what
  /// those leave over goes to the heap.
  static List<String> java(
      Interpreter java, String handler, SandboxPaths paths, Map<String, String> environment) {
    List<String> command = new ArrayList<>();
    command.add(java.executable().toString());
    int memory = memoryMb(environment);
    if (memory > 0) {
      int whole = memory * KIB;
      int metaspace = Math.min(whole / 10, 160 * KIB);
      int codeCache = Math.min(whole / 20, 80 * KIB);
      command.add("-XX:MaxHeapSize=" + (whole - metaspace - codeCache) + "k");
      command.add("-XX:MaxMetaspaceSize=" + metaspace + "k");
      command.add("-XX:ReservedCodeCacheSize=" + codeCache + "k");
    }
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xshare:auto");
    if (java.major() >= WARNS_OF_NATIVE_ACCESS) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(
        String.join(
            ":",
            paths.runtime() + "/lib/*",
            paths.task(),
            paths.task() + "/lib/*",
            paths.opt() + "/java/lib/*"));
    command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
    command.add(handler);
    return List.copyOf(command);
  }

  /// 0 if the environment does not say.
  private static int memoryMb(Map<String, String> environment) {
    String text = environment.getOrDefault(MEMORY, "");
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
  }
}
