package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// Finds where on this machine control groups may be made.
final class CgroupSearch {

  private static final String REMEDY_V1 = "run thaw as root";
  private static final String REMEDY_V2 = "systemd-run --user --scope -p Delegate=yes thaw ...";

  private CgroupSearch() {}

  /// @param name of this thaw's directory in each tree
  static Found<Limits> find(Machine machine, String name) {
    if (!machine.linux()) {
      return Found.no("control groups need Linux", "run thaw on Linux");
    }
    if (!machine.groups()) {
      return Found.no("control groups were not asked for", "");
    }
    CgroupMounts mounts = CgroupMounts.ofThisMachine();
    Found<Limits> v2 = version2(machine, mounts, name);
    if (v2.what() != null) {
      return v2;
    }
    return mounts.v1().isEmpty() ? v2 : version1(machine, mounts, name);
  }

  private static Found<Limits> version2(Machine machine, CgroupMounts mounts, String name) {
    if (mounts.v2().isEmpty()) {
      return Found.no("no cgroup v2 tree is mounted", "");
    }
    Path top = mounts.v2().get();
    if (!Proc.read(top.resolve("cgroup.controllers")).matches("(?s).*\\b(cpu|memory|pids)\\b.*")) {
      return Found.no("the cgroup v2 tree has no controllers", "");
    }
    String own = mounts.own().getOrDefault("", "/");
    Path base = machine.root() ? top : top.resolve(own.substring(1));
    try {
      return tried(CgroupV2.take(base, name));
    } catch (IOException | SandboxException e) {
      return Found.no(
          "the control group " + base + " is not ours: " + e, machine.root() ? "" : REMEDY_V2);
    }
  }

  private static Found<Limits> version1(Machine machine, CgroupMounts mounts, String name) {
    if (!machine.root()) {
      return Found.no("cgroup v1 belongs to root", REMEDY_V1);
    }
    Map<String, Path> bases = new HashMap<>(mounts.v1());
    if (machine.unified()) {
      mounts.v2().ifPresent(unified -> bases.put("unified", unified));
    }
    try {
      return tried(CgroupV1.take(bases, name));
    } catch (SandboxException e) {
      return Found.no(e.getMessage() + ": " + e.getCause(), "");
    }
  }

  private static Found<Limits> tried(Limits limits) {
    try {
      limits.create("try", 128, 64).remove();
      Path anteroom = limits.anteroom();
      if (anteroom != null) {
        Cgroup.make(anteroom);
      }
      return Found.of(limits);
    } catch (SandboxException e) {
      limits.close();
      throw e;
    }
  }
}
