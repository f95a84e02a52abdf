package dev.thaw.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is written into control groups, seen in plain directories.
class LimitsTest {

  @TempDir Path tree;

  @Test
  void version2SetsMemorySwapProcessesAndCpu() throws IOException {
    Path group = tree.resolve("7");
    files(group, "memory.max", "memory.swap.max", "pids.max", "cpu.max", "cgroup.freeze");
    CgroupV2 limits = new CgroupV2(tree, Set.of("cpu", "memory", "pids"), null);

    Cgroup cgroup = limits.set(group, 128, 1024);

    assertThat(group.resolve("memory.max")).hasContent("134217728");
    assertThat(group.resolve("memory.swap.max")).hasContent("0");
    assertThat(group.resolve("pids.max")).hasContent("1024");
    Cgroup.Cpu cpu = Objects.requireNonNull(cgroup.cpu());
    cpu.throttle(true);
    assertThat(group.resolve("cpu.max")).hasContent("1447 20000");
    cpu.throttle(false);
    assertThat(group.resolve("cpu.max")).hasContent("max 20000");
  }

  @Test
  void version2CountsKillsForLackOfMemory() throws IOException {
    Path events = Files.writeString(tree.resolve("memory.events"), "oom 9\noom_kill 3\n");

    assertThat(new Cgroup.Memory(events, "oom_kill").kills()).isEqualTo(3);
    assertThat(new Cgroup.Memory(tree.resolve("none"), "oom_kill").kills()).isZero();
  }

  @Test
  void version2EnforcesOnlyWhatItCouldHandDown() throws IOException {
    files(tree, "cgroup.procs", "cgroup.subtree_control");
    Files.writeString(tree.resolve("cgroup.controllers"), "cpuset cpu io pids\n");

    // a new group of a real tree would have a control file, that of a plain directory has none
    CgroupV2 limits = CgroupV2.take(tree, "thaw-1-2");

    assertThat(Files.readString(tree.resolve("cgroup.subtree_control"))).matches("\\+(cpu|pids)");
    assertThat(limits.controllers()).isEmpty();
    assertThat(limits.name()).isEqualTo("none");
    limits.close();
    assertThat(tree.resolve("thaw-1-2")).doesNotExist();
  }

  @Test
  void version2MovesWhoeverIsInTheWayIntoALeaf() throws IOException {
    Files.writeString(tree.resolve("cgroup.controllers"), "memory\n");
    Files.writeString(tree.resolve("cgroup.procs"), "4711\n");

    assertThatThrownBy(() -> CgroupV2.take(tree, "thaw-1-2"))
        .as("the leaf of a plain directory takes no processes")
        .isInstanceOf(IOException.class);
    assertThat(tree.resolve("thaw-1-2")).doesNotExist();
  }

  @Test
  void theQuotaFollowsTheMemorySize() {
    assertThat(Cgroup.Cpu.quotaMicros(1769)).isEqualTo(20_000);
    assertThat(Cgroup.Cpu.quotaMicros(10_240)).isEqualTo(115_771);
    assertThat(Cgroup.Cpu.quotaMicros(1)).isEqualTo(1_000);
  }

  @Test
  void version1TakesOnlyTheTreesThatLetUs() throws IOException {
    Path memory = Files.createDirectory(tree.resolve("memory"));
    CgroupV1 limits =
        CgroupV1.take(Map.of("memory", memory, "cpu", tree.resolve("missing")), "thaw-1-2");

    assertThat(limits.memory()).isTrue();
    assertThat(limits.cpu()).isFalse();
    assertThat(limits.processes()).isFalse();
    assertThat(limits.freezer()).isEqualTo("signals");
    limits.close();
    assertThat(memory.resolve("thaw-1-2")).doesNotExist();
  }

  private static void files(Path group, String... names) throws IOException {
    Files.createDirectories(group);
    for (String name : names) {
      Files.writeString(group.resolve(name), "");
    }
  }
}
