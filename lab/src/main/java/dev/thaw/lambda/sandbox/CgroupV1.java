package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Version 1: a group in the tree of each controller, and one in the version 2 tree beside them, if
/// there is one, to freeze and kill.
///
/// @param homes the directory of this thaw process by controller; `unified` for version 2
record CgroupV1(Map<String, Path> homes) implements Limits {

  public CgroupV1 {
    homes = Map.copyOf(homes);
  }

  /// Takes a place in every tree that lets us.
  static CgroupV1 take(Map<String, Path> bases, String name) {
    Map<String, Path> homes = new HashMap<>();
    bases.forEach((controller, base) -> {
      try {
        homes.put(controller, Files.createDirectory(base.resolve(name)));
      } catch (IOException e) {
        // one tree less; the capabilities say which limits are missing
      }
    });
    if (homes.containsKey("unified")) {
      Path unneeded = homes.remove("freezer");
      if (unneeded != null) {
        Cgroup.remove(List.of(unneeded));
      }
    }
    return new CgroupV1(homes);
  }

  @Override
  public String name() {
    return memory() || cpu() || processes() ? "cgroup v1" : "none";
  }

  @Override
  public boolean memory() {
    return homes.containsKey("memory");
  }

  @Override
  public boolean cpu() {
    return homes.containsKey("cpu");
  }

  @Override
  public boolean processes() {
    return homes.containsKey("pids");
  }

  @Override
  public boolean groups() {
    return !homes.isEmpty();
  }

  @Override
  public String freezer() {
    return homes.containsKey("unified")
        ? "cgroup v2"
        : homes.containsKey("freezer") ? "cgroup v1" : "signals";
  }

  @Override
  public Cgroup create(String token, int memoryMb, int processes) {
    List<Path> groups = new ArrayList<>();
    homes.values().forEach(home -> groups.add(home.resolve(token)));
    groups.forEach(Cgroup::make);
    Path memory = in("memory", token);
    if (memory != null) {
      String bytes = Long.toString(memoryMb * Cgroup.MIB);
      Cgroup.write(memory.resolve("memory.limit_in_bytes"), bytes);
      // where swap is not accounted, not swapping at all is what remains
      Cgroup.writeIfThere(memory.resolve("memory.swappiness"), "0");
      Cgroup.writeIfThere(memory.resolve("memory.memsw.limit_in_bytes"), bytes);
    }
    Path pids = in("pids", token);
    if (pids != null) {
      Cgroup.write(pids.resolve("pids.max"), Integer.toString(processes));
    }
    Path cpu = in("cpu", token);
    if (cpu != null) {
      Cgroup.write(cpu.resolve("cpu.cfs_period_us"), Integer.toString(Cgroup.Cpu.PERIOD_MICROS));
    }
    return new Cgroup(
        groups,
        in("unified", token),
        in("freezer", token),
        memory == null ? null : new Cgroup.Memory(memory.resolve("memory.oom_control"), "oom_kill"),
        cpu == null ? null : new Cgroup.Cpu(cpu.resolve("cpu.cfs_quota_us"), null, memoryMb));
  }

  @Override
  public @Nullable Path anteroom() {
    return homes.values().stream().findFirst().map(home -> home.resolve("anteroom")).orElse(null);
  }

  @Override
  public void close() {
    Path anteroom = anteroom();
    if (anteroom != null) {
      Cgroup.remove(List.of(anteroom));
    }
    Limits.super.close();
  }

  private @Nullable Path in(String controller, String token) {
    Path home = homes.get(controller);
    return home == null ? null : home.resolve(token);
  }

  @Override
  public List<Path> directories() {
    return List.copyOf(homes.values());
  }
}
