package dev.thaw.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.measure.result.MachineRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineTest {

  @TempDir Path root;

  private static MachineRecord.Reading reading(double steal, double p50, double p99) {
    return new MachineRecord.Reading(OptionalDouble.of(9), OptionalDouble.of(steal), p50, p99);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  @Test
  void recordsWhatTheKernelTells() throws IOException {
    write("proc/cpuinfo", "processor\t: 0\nmodel name\t: Quick 9000\nmodel name\t: Other\n");
    write("proc/meminfo", "MemTotal:        8388608 kB\nMemFree: 1 kB\n");
    write("proc/loadavg", "0.75 0.50 0.25 1/200 4711\n");
    write("proc/stat", "cpu  100 0 0 900 0 0 0 0 0 0\n");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    Machine machine = Machine.watch(root);
    write("proc/stat", "cpu  150 0 0 940 0 0 0 10 0 0\n");
    MachineRecord record = machine.observed().machine();
    assertThat(record.cpu()).isEqualTo("Quick 9000");
    assertThat(record.memoryMb()).isEqualTo(8192);
    assertThat(record.governor()).contains("performance");
    assertThat(record.before().load1()).hasValue(0.75);
    assertThat(record.before().stealPercent()).hasValue(0);
    assertThat(record.after().stealPercent()).hasValue(10);
    assertThat(machine.observed().spoilt()).anyMatch(reason -> reason.contains("hypervisor"));
  }

  @Test
  void managesWithoutAnythingToRead() {
    MachineRecord record = Machine.watch(root).observed().machine();
    assertThat(record.cpu()).startsWith("unknown ");
    assertThat(record.memoryMb()).isPositive();
    assertThat(record.governor()).isEmpty();
    assertThat(record.before().stealPercent()).isEmpty();
    assertThat(record.after().stealPercent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cpu",
        "cpu 1 2 3 4 5 6 7",
        "cpu0 1 2 3 4 5 6 7 8",
        "cpu a b c d e f g h",
        "cpu 1 2 3 4 5 6 7 99999999999999999999",
        "intr 1 2 3 4 5 6 7 8 9"
      })
  void passesOverAStatusOfAnotherShape(String text) {
    assertThat(ProcStat.parse(text)).isEmpty();
  }

  @Test
  void tellsBusyAndStolenApart() {
    ProcStat before = ProcStat.parse("cpu 10 10 10 70 0 0 0 0 5 5").orElseThrow();
    ProcStat after = ProcStat.parse("cpu 20 10 10 130 5 5 0 20 5 5").orElseThrow();
    assertThat(after.stealPercentSince(before)).isEqualTo(20);
    assertThat(after.busyPercentSince(before)).isEqualTo(15);
    assertThat(before.busyPercentSince(before)).isZero();
  }

  @Test
  void callsACalmRunCalm() {
    List<String> reasons =
        Machine.judge(OptionalDouble.of(5), reading(0, 80, 900), reading(0.1, 80, 900));
    assertThat(reasons).isEmpty();
  }

  @Test
  void saysWhatSpoiltARun() {
    List<String> reasons =
        Machine.judge(OptionalDouble.of(62), reading(0, 4_000, 9_000), reading(3.5, 90, 25_000));
    assertThat(reasons)
        .containsExactly(
            "other work took 62 % of the CPU just before the run",
            "the hypervisor took 3.5 % of the CPU during the run",
            "timed waits of 1 ms ended 4.0 ms late before the run (median; 99th percentile 9.0 ms)",
            "timed waits of 1 ms ended 0.1 ms late after the run (median; 99th percentile 25.0 ms)");
  }
}
