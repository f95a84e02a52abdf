package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What this machine offers, and what of it is used.
record Ground(Isolation isolation, Limits limits, TmpStore tmp, Capabilities capabilities)
    implements AutoCloseable {

  /// The isolation that is tried first: of the two that give namespaces the one that starts faster.
  static final String PREFERRED = "unshare";

  static final int PROBE_TMP_MB = 8;

  /// Starts and ends a sandbox.
  @FunctionalInterface
  interface Trial {
    /// @throws SandboxException if it does not work
    void run(Isolation isolation, Limits limits, TmpStore tmp);
  }

  /// @param home of this thaw
  /// @param templates directory for empty file systems, kept for the next thaw
  static Ground probe(
      Machine machine, Sandboxes.Choice choice, Path home, Path templates, Trial trial) {
    Found<Limits> limits = CgroupSearch.find(machine, "thaw-" + home.getFileName());
    Limits usable = limits.or(new Limits.None());
    try {
      note(home, usable.directories());
      List<String> obstacles = new ArrayList<>();
      for (Isolation isolation : candidates(machine, choice, obstacles)) {
        Found<TmpStore> tmp = tmp(machine, isolation, usable, home, templates);
        TmpStore store = tmp.or(new TmpStore.PlainDirectory());
        try {
          trial.run(isolation, usable, store);
        } catch (SandboxException e) {
          obstacles.add(isolation.name() + ": " + reason(e));
          continue;
        }
        CapabilityReport report =
            new CapabilityReport(machine, choice, isolation, List.copyOf(obstacles), limits, tmp);
        return new Ground(isolation, usable, store, report.capabilities());
      }
      throw new SandboxException(
          "isolation: "
              + choice
              + " does not work here: "
              + String.join("; ", obstacles)
              + CapabilityReport.remedy(machine).map(r -> " (try: " + r + ")").orElse(""),
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
      Machine machine, Sandboxes.Choice choice, List<String> obstacles) {
    List<Isolation> candidates = new ArrayList<>();
    if (choice == Sandboxes.Choice.AUTO || choice == Sandboxes.Choice.UNSHARE) {
      unshare(machine, obstacles).ifPresent(candidates::add);
    }
    if (choice == Sandboxes.Choice.AUTO || choice == Sandboxes.Choice.BUBBLEWRAP) {
      // Not there, it is nothing to tell of unless the first way is not there either.
      bubblewrap(machine, candidates.isEmpty() ? obstacles : new ArrayList<>())
          .ifPresent(candidates::add);
    }
    if (choice == Sandboxes.Choice.AUTO || choice == Sandboxes.Choice.PROCESS) {
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

  private static Found<TmpStore> tmp(
      Machine machine, Isolation isolation, Limits limits, Path home, Path templates) {
    if (!isolation.namespaces()) {
      return Found.no("a plain process sees a directory of the host", "");
    }
    String why = "loop mounts need root";
    if (machine.root()) {
      try {
        LoopTemplates images = LoopTemplates.in(templates, home, machine);
        images.of(PROBE_TMP_MB);
        return Found.of(new TmpStore.Images(images));
      } catch (SandboxException e) {
        why = reason(e);
      }
    }
    return limits.memory()
        ? Found.no(why + "; a tmpfs would count as memory", machine.root() ? "modprobe loop" : "")
        : Found.of(new TmpStore.InMemory());
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

  @Override
  public void close() {
    limits.close();
  }
}
