package dev.thaw.measure;

import dev.thaw.measure.result.MachineRecord;
import dev.thaw.stats.Sample;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;

/// Watches the machine while something is measured on it, and says what makes the figures doubtful.
///
/// Looking takes about a quarter of a second before the run and after it, in which nothing else is
/// done: timed waits of a millisecond, of which it is noted how late they end.
public final class Machine {

  /// Other people's work beside an idle thaw, in percent of all cores, from which on figures
  /// suffer.
  static final double MOST_BUSY_PERCENT = 25;

  /// The hypervisor's share from which on figures suffer.
  static final double MOST_STEAL_PERCENT = 2;

  /// The usual lateness of a timed wait is under a tenth of this, in microseconds.
  static final double MOST_OVERSHOOT_P50_US = 1_000;

  /// One wait in a hundred this late, in microseconds, means that others were given our core.
  static final double MOST_OVERSHOOT_P99_US = 10_000;

  private static final int WAITS = 200;
  private static final long WAIT_NANOS = 1_000_000;

  private final Path root;
  private final Look before;

  /// What one look at the machine found.
  private record Look(
      MachineRecord.Reading reading, Optional<ProcStat> stat, OptionalDouble busyPercent) {}

  /// @param spoilt reasons in plain words; empty for a calm machine
  public record Observed(MachineRecord machine, List<String> spoilt) {
    public Observed {
      spoilt = List.copyOf(spoilt);
    }
  }

  private Machine(Path root) {
    this.root = root;
    this.before = look(Optional.empty());
  }

  /// Looks at this machine for the first time.
  public static Machine watch() {
    return watch(Path.of("/"));
  }

  /// @param root the folder that holds `proc` and `sys`
  static Machine watch(Path root) {
    return new Machine(root);
  }

  /// Looks again and tells both.
  public Observed observed() {
    Look after = look(before.stat());
    MachineRecord machine =
        new MachineRecord(
            cpu(),
            Runtime.getRuntime().availableProcessors(),
            memoryMb(),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            Runtime.version().toString(),
            read("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor").map(String::strip),
            before.reading(),
            after.reading());
    return new Observed(machine, judge(before.busyPercent(), before.reading(), after.reading()));
  }

  /// What makes a run doubtful. The load during the run is not held against it: most of it is the
  /// run itself.
  static List<String> judge(
      OptionalDouble busyBefore, MachineRecord.Reading before, MachineRecord.Reading after) {
    List<String> reasons = new ArrayList<>();
    if (busyBefore.orElse(0) > MOST_BUSY_PERCENT) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "other work took %.0f %% of the CPU just before the run",
              busyBefore.getAsDouble()));
    }
    double stolen = after.stealPercent().orElse(0);
    if (stolen > MOST_STEAL_PERCENT) {
      reasons.add(
          String.format(
              Locale.ROOT, "the hypervisor took %.1f %% of the CPU during the run", stolen));
    }
    overshoot("before", before, reasons);
    overshoot("after", after, reasons);
    return reasons;
  }

  private static void overshoot(String when, MachineRecord.Reading reading, List<String> reasons) {
    boolean usual =
        reading.overshootP50Us() <= MOST_OVERSHOOT_P50_US
            && reading.overshootP99Us() <= MOST_OVERSHOOT_P99_US;
    if (!usual) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "timed waits of 1 ms ended %.1f ms late %s the run (median; 99th percentile %.1f ms)",
              reading.overshootP50Us() / 1_000,
              when,
              reading.overshootP99Us() / 1_000));
    }
  }

  /// @param runBegan the reading to which the steal time is compared; empty for the beginning of
  ///   the look itself
  private Look look(Optional<ProcStat> runBegan) {
    Optional<ProcStat> first = stat();
    Sample late = overshoots();
    Optional<ProcStat> last = stat();
    OptionalDouble steal =
        percent(runBegan.isPresent() ? runBegan : first, last, ProcStat::stealPercentSince);
    MachineRecord.Reading reading =
        new MachineRecord.Reading(load(), steal, late.median(), late.quantile(0.99));
    return new Look(reading, last, percent(first, last, ProcStat::busyPercentSince));
  }

  private interface Share {
    double of(ProcStat later, ProcStat earlier);
  }

  private static OptionalDouble percent(
      Optional<ProcStat> earlier, Optional<ProcStat> later, Share share) {
    return earlier.isPresent() && later.isPresent()
        ? OptionalDouble.of(share.of(later.get(), earlier.get()))
        : OptionalDouble.empty();
  }

  private static Sample overshoots() {
    double[] late = new double[WAITS];
    for (int i = 0; i < WAITS; i++) {
      long start = System.nanoTime();
      LockSupport.parkNanos(WAIT_NANOS);
      late[i] = Math.max(0, System.nanoTime() - start - WAIT_NANOS) / 1e3;
    }
    return Sample.of("us", late);
  }

  private OptionalDouble load() {
    Optional<String> line = read("proc/loadavg");
    if (line.isPresent()) {
      String first = line.get().strip().split("\\s+")[0];
      return first.matches("[0-9]{1,6}\\.[0-9]{1,6}")
          ? OptionalDouble.of(Double.parseDouble(first))
          : OptionalDouble.empty();
    }
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? OptionalDouble.empty() : OptionalDouble.of(load);
  }

  private Optional<ProcStat> stat() {
    return read("proc/stat").flatMap(ProcStat::parse);
  }

  private String cpu() {
    return field("proc/cpuinfo", "model name").orElse("unknown " + System.getProperty("os.arch"));
  }

  private long memoryMb() {
    return field("proc/meminfo", "MemTotal")
        .filter(value -> value.matches("[0-9]{1,15} kB"))
        .map(value -> Long.parseLong(value.substring(0, value.length() - 3)) / 1024)
        .orElseGet(() ->
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                    .getTotalMemorySize()
                >> 20);
  }

  private Optional<String> field(String file, String name) {
    return read(file).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
