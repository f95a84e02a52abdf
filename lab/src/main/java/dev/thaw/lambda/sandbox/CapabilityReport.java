package dev.thaw.lambda.sandbox;

import dev.thaw.lambda.sandbox.Capabilities.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts what was found on this machine into words: what is enforced, and what to do about the rest.
record CapabilityReport(
    Machine machine,
    Sandboxes.Choice choice,
    Isolation isolation,
    List<String> obstacles,
    Found<Limits> limits,
    Found<TmpStore> tmp) {

  /// What forbids an ordinary user to make namespaces: its value then, and the one that allows it.
  private record Switch(String key, String forbids, String allows) {}

  private static final List<Switch> SWITCHES =
      List.of(
          new Switch("kernel.apparmor_restrict_unprivileged_userns", "1", "0"),
          new Switch("kernel.unprivileged_userns_clone", "0", "1"),
          new Switch("user.max_user_namespaces", "0", "15000"));

  Capabilities capabilities() {
    Limits usable = limits.or(new Limits.None());
    TmpStore store = tmp.or(new TmpStore.PlainDirectory());
    boolean limited = store.limited();
    return new Capabilities(
        namespaces(),
        limit("memory", usable.memory(), usable, ""),
        limit("cpu", usable.cpu(), usable, ", 1,769 MB = one core, 20 ms periods"),
        limit("processes", usable.processes(), usable, ""),
        new Item(
            "/tmp", limited, store.name(), limited ? "" : tmp.why(), limited ? "" : tmp.remedy()),
        new Item("freezer", true, usable.freezer(), "", ""));
  }

  private Item namespaces() {
    if (isolation.namespaces()) {
      // Of an automatic choice it is said why it is not the other one.
      return new Item("isolation", true, how(), String.join("; ", obstacles), "");
    }
    boolean asked = choice == Sandboxes.Choice.PROCESS;
    return new Item(
        "isolation",
        false,
        "plain processes",
        asked ? "they were asked for" : String.join("; ", obstacles),
        asked ? "" : remedy(machine).orElse(""));
  }

  private String how() {
    String text = "own mount, process, IPC and host name spaces by " + isolation.name();
    return choice == Sandboxes.Choice.AUTO && isolation.name().equals(Ground.PREFERRED)
        ? text + ", which starts them fastest"
        : text;
  }

  private Item limit(String name, boolean enforced, Limits usable, String more) {
    if (enforced) {
      return new Item(name, true, usable.name() + more, "", "");
    }
    String why =
        limits.why().isEmpty() ? "the controller is not in " + usable.directories() : limits.why();
    return new Item(name, false, "none", why, limits.remedy());
  }

  /// What lets an ordinary user make namespaces, by what forbids it here.
  static Optional<String> remedy(Machine machine) {
    if (!machine.linux()) {
      return Optional.of("run thaw on Linux");
    }
    for (Switch one : SWITCHES) {
      Path file = Path.of("/proc/sys", one.key().replace('.', '/'));
      if (Proc.read(file).strip().equals(one.forbids())) {
        return Optional.of("sysctl -w " + one.key() + "=" + one.allows());
      }
    }
    return Map.of("bwrap", "bubblewrap", "unshare", "util-linux").entrySet().stream()
        .filter(entry -> machine.tool(entry.getKey()).isEmpty())
        .map(entry -> "apt-get install " + entry.getValue())
        .findFirst();
  }
}
