package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What this machine offers, and what of it is used.
record Ground(Isolation isolation, Limits limits, TmpStore tmp, Capabilities capabilities)
    implements AutoCloseable {

  static final int PROBE_TMP_MB = 8;

  /// Starts and ends a sandbox.
  @FunctionalInterface
  interface Trial {
    /// @throws SandboxException if it does not work
    void run(Isolation isolation, Limits limits, TmpStore tmp);
  }

  /// Whether something is there, or why not.
  private record Found<T>(@Nullable T what, String why, String remedy) {}

  static Ground probe(Machine machine, Choice choice, Path home, Trial trial) {
    Found<Limits> limits = limits(machine, home);
    Limits usable = limits.what() == null ? new Limits.None() : limits.what();
    try {
      note(home, usable.directories());
      List<String> obstacles = new ArrayList<>();
      for (Isolation isolation : candidates(machine, choice, obstacles)) {
        Found<TmpStore> tmp = tmp(machine, isolation, usable, home);
        TmpStore store = tmp.what() == null ? new TmpStore.PlainDirectory() : tmp.what();
        try {
          trial.run(isolation, usable, store);
        } catch (SandboxException e) {
          obstacles.add(isolation.name() + ": " + reason(e));
          continue;
        }
        return new Ground(
            isolation,
            usable,
            store,
            report(machine, choice, isolation, obstacles, limits, usable, tmp, store));
      }
      throw new SandboxException(
          "isolation: "
              + choice
              + " does not work here: "
              + String.join("; ", obstacles)
              + remedy(machine).map(remedy -> " (try: " + remedy + ")").orElse(""),
          null);
    } catch (RuntimeException e) {
      usable.close();
      throw e;
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e.getCause();
    return e.getMessage() + (cause == null ? "" : ": " + reason(cause));
  }

  private static void note(Path home, List<Path> directories) {
    try {
      Files.write(home.resolve("cgroups"), directories.stream().map(Path::toString).toList());
    } catch (IOException e) {
      throw new SandboxException("cannot note the control groups in " + home, e);
    }
  }

  private static List<Isolation> candidates(
      Machine machine, Choice choice, List<String> obstacles) {
    List<Isolation> candidates = new ArrayList<>();
    if (choice == Choice.AUTO || choice == Choice.BUBBLEWRAP) {
      bubblewrap(machine, obstacles).ifPresent(candidates::add);
    }
    if (choice == Choice.AUTO || choice == Choice.UNSHARE) {
      unshare(machine, obstacles).ifPresent(candidates::add);
    }
    if (choice == Choice.AUTO || choice == Choice.PROCESS) {
      candidates.add(new Isolation.PlainProcess(machine.tool("setsid").orElse(null)));
    }
    return candidates;
  }

  private static Optional<Isolation> bubblewrap(Machine machine, List<String> obstacles) {
    return tools(machine, "bubblewrap", List.of("bwrap", "setsid", "setpriv"), obstacles)
        .map(tools ->
            new Isolation.Bubblewrap(
                tools.get(0),
                machine.tool("unshare").orElse(null),
                tools.get(1),
                tools.get(2),
                machine.root()));
  }

  private static Optional<Isolation> unshare(Machine machine, List<String> obstacles) {
    return tools(
            machine,
            "unshare",
            List.of("unshare", "setsid", "setpriv", "mount", "umount", "pivot_root"),
            obstacles)
        .map(tools ->
            new Isolation.Unshare(tools.get(0), tools.get(1), tools.get(2), machine.root()));
  }

  private static Optional<List<Path>> tools(
      Machine machine, String isolation, List<String> names, List<String> obstacles) {
    if (!machine.linux()) {
      obstacles.add(isolation + ": needs Linux");
      return Optional.empty();
    }
    List<Path> tools = new ArrayList<>();
    for (String name : names) {
      Optional<Path> tool = machine.tool(name);
      if (tool.isEmpty()) {
        obstacles.add(isolation + ": there is no " + name);
        return Optional.empty();
      }
      tools.add(tool.get());
    }
    return Optional.of(tools);
  }

  private static Found<Limits> limits(Machine machine, Path home) {
    if (!machine.linux()) {
      return new Found<>(null, "control groups need Linux", "");
    }
    if (!machine.groups()) {
      return new Found<>(null, "control groups were not asked for", "");
    }
    CgroupMounts mounts = CgroupMounts.ofThisMachine();
    String name = "thaw-" + home.getFileName();
    Found<Limits> v2 = version2(machine, mounts, name);
    if (v2.what() != null) {
      return v2;
    }
    return mounts.v1().isEmpty() ? v2 : version1(machine, mounts, name);
  }

  private static Found<Limits> version2(Machine machine, CgroupMounts mounts, String name) {
    if (mounts.v2().isEmpty()) {
      return new Found<>(null, "no cgroup v2 tree is mounted", "");
    }
    Path top = mounts.v2().get();
    if (!Proc.read(top.resolve("cgroup.controllers")).matches("(?s).*\\b(cpu|memory|pids)\\b.*")) {
      return new Found<>(null, "the cgroup v2 tree has no controllers", "");
    }
    String own = mounts.own().getOrDefault("", "/");
    Path base = machine.root() ? top : top.resolve(own.substring(1));
    String remedy = machine.root() ? "" : "systemd-run --user --scope -p Delegate=yes thaw ...";
    try {
      return tried(Limits.V2.take(base, name));
    } catch (IOException | SandboxException e) {
      return new Found<>(null, "the control group " + base + " is not ours: " + e, remedy);
    }
  }

  private static Found<Limits> version1(Machine machine, CgroupMounts mounts, String name) {
    if (!machine.root()) {
      return new Found<>(
          null, "cgroup v1 belongs to root", "boot with systemd.unified_cgroup_hierarchy=1");
    }
    Map<String, Path> bases = new HashMap<>(mounts.v1());
    if (machine.unified()) {
      mounts.v2().ifPresent(unified -> bases.put("unified", unified));
    }
    try {
      return tried(Limits.V1.take(bases, name));
    } catch (SandboxException e) {
      return new Found<>(null, e.getMessage() + ": " + e.getCause(), "");
    }
  }

  private static Found<Limits> tried(Limits limits) {
    try {
      limits.create("try", 128, 64).remove();
      return new Found<>(limits, "", "");
    } catch (SandboxException e) {
      limits.close();
      throw e;
    }
  }

  private static Found<TmpStore> tmp(
      Machine machine, Isolation isolation, Limits limits, Path home) {
    if (!isolation.namespaces()) {
      return new Found<>(null, "a plain process sees a directory of the host", "");
    }
    String why = "loop mounts need root";
    if (machine.root()) {
      try {
        LoopTemplates templates = LoopTemplates.in(home, machine);
        templates.of(PROBE_TMP_MB);
        return new Found<>(new TmpStore.Images(templates), "", "");
      } catch (SandboxException e) {
        why = reason(e);
      }
    }
    return limits.memory()
        ? new Found<>(
            null, why + "; a tmpfs would count as memory", machine.root() ? "modprobe loop" : "")
        : new Found<>(new TmpStore.InMemory(), "", "");
  }

  static Sandbox.Enforced enforced(Isolation isolation, Limits limits, TmpStore tmp) {
    return new Sandbox.Enforced(
        isolation.name(),
        limits.name(),
        limits.memory(),
        limits.cpu(),
        limits.processes(),
        tmp.limited(),
        limits.freezer());
  }

  private static Capabilities report(
      Machine machine,
      Choice choice,
      Isolation isolation,
      List<String> obstacles,
      Found<Limits> found,
      Limits limits,
      Found<TmpStore> tmp,
      TmpStore store) {
    List<Capabilities.Item> items = new ArrayList<>();
    items.add(
        new Capabilities.Item(
            "machine",
            machine.linux(),
            System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + ", "
                + System.getProperty("os.arch")
                + ", "
                + (machine.root() ? "root" : "ordinary user"),
            machine.linux() ? "" : "namespaces and control groups need Linux",
            machine.linux() ? "" : "run thaw on Linux"));
    boolean asked = choice == Choice.PROCESS;
    items.add(
        new Capabilities.Item(
            "isolation",
            isolation.namespaces(),
            isolation.name(),
            isolation.namespaces()
                ? ""
                : asked ? "plain processes were asked for" : String.join("; ", obstacles),
            isolation.namespaces() || asked ? "" : remedy(machine).orElse("")));
    limit(items, "memory", limits.memory(), limits, found);
    limit(items, "cpu", limits.cpu(), limits, found);
    limit(items, "processes", limits.processes(), limits, found);
    items.add(
        new Capabilities.Item(
            "tmp",
            store.limited(),
            store.name(),
            store.limited() ? "" : tmp.why(),
            store.limited() ? "" : tmp.remedy()));
    boolean groups = limits.groups();
    items.add(
        new Capabilities.Item(
            "freezer",
            true,
            limits.freezer(),
            "",
            groups || !machine.linux() ? "" : found.remedy()));
    return new Capabilities(items);
  }

  private static void limit(
      List<Capabilities.Item> items,
      String name,
      boolean enforced,
      Limits limits,
      Found<Limits> found) {
    String why =
        found.why().isEmpty() ? "the controller is not in " + limits.directories() : found.why();
    items.add(
        new Capabilities.Item(
            name,
            enforced,
            enforced ? limits.name() : "none",
            enforced ? "" : why,
            enforced ? "" : found.remedy()));
  }

  /// What lets an ordinary user make namespaces, by what forbids it here.
  private static Optional<String> remedy(Machine machine) {
    if (!machine.linux()) {
      return Optional.of("run thaw on Linux");
    }
    Map<String, String> switches =
        Map.of(
            "kernel.apparmor_restrict_unprivileged_userns", "1",
            "kernel.unprivileged_userns_clone", "0",
            "user.max_user_namespaces", "0");
    for (Map.Entry<String, String> entry : switches.entrySet()) {
      Path file = Path.of("/proc/sys", entry.getKey().replace('.', '/'));
      if (Proc.read(file).strip().equals(entry.getValue())) {
        String good =
            switch (entry.getKey()) {
              case "user.max_user_namespaces" -> "15000";
              case "kernel.unprivileged_userns_clone" -> "1";
              default -> "0";
            };
        return Optional.of("sysctl " + entry.getKey() + "=" + good);
      }
    }
    return machine.tool("bwrap").isEmpty()
        ? Optional.of("apt-get install bubblewrap")
        : Optional.empty();
  }

  @Override
  public void close() {
    limits.close();
  }
}
