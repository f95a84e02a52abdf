package dev.thaw.lambda.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.DoubleStream;

/// How long a sandbox takes to start, and a process in it to start and end: median and range of
/// each isolation, interleaved. `benchmarks/sandbox/run` runs it.
final class SandboxStartTime {

  private static final int WARM_UP = 10;

  private SandboxStartTime() {}

  /// @param start milliseconds
  /// @param process milliseconds
  private record Sample(double start, double process) {}

  static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int starts = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    Map<Sandboxes.Choice, Sandboxes> all = new EnumMap<>(Sandboxes.Choice.class);
    Map<Sandboxes.Choice, List<Sample>> samples = new EnumMap<>(Sandboxes.Choice.class);
    for (Sandboxes.Choice choice : Sandboxes.Choice.values()) {
      if (choice != Sandboxes.Choice.AUTO) {
        Sandboxes sandboxes = Sandboxes.open(directory.resolve("sandboxes"), choice);
        sandboxes.capabilities();
        all.put(choice, sandboxes);
      }
    }
    Path task = Files.createDirectories(directory.resolve("task"));
    for (int i = -WARM_UP; i < starts; i++) {
      for (Map.Entry<Sandboxes.Choice, Sandboxes> entry : all.entrySet()) {
        Thread.sleep(Duration.ofMillis(50));
        Sample sample = once(entry.getValue(), task, "start-" + (i + WARM_UP));
        if (i >= 0) {
          samples.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(sample);
        }
      }
    }
    samples.forEach((choice, of) ->
        System.out.printf(
            Locale.ROOT,
            "%-10s start %s, process %s%n",
            choice,
            tell(of.stream().mapToDouble(Sample::start)),
            tell(of.stream().mapToDouble(Sample::process))));
    all.values().forEach(Sandboxes::close);
  }

  private static Sample once(Sandboxes sandboxes, Path task, String id)
      throws InterruptedException, ExecutionException {
    SandboxSpec spec =
        new SandboxSpec(
            id,
            task,
            null,
            task,
            List.of(),
            Map.of("sandbox.localdomain", "127.0.0.1"),
            null,
            512,
            512,
            1024);
    long began = System.nanoTime();
    try (Sandbox sandbox = sandboxes.start(spec)) {
      long up = System.nanoTime();
      sandbox.exec("true", List.of("/bin/true"), Map.of()).exit().get();
      return new Sample((up - began) / 1e6, (System.nanoTime() - up) / 1e6);
    }
  }

  private static String tell(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return String.format(
        Locale.ROOT,
        "median %.1f ms (%.1f to %.1f)",
        sorted[sorted.length / 2],
        sorted[0],
        sorted[sorted.length - 1]);
  }
}
