package dev.thaw.lambda.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a sandbox must offer to one execution environment.
///
/// @param id unique among all sandboxes ever; letters, digits and dashes
/// @param task host directory of the unpacked code, seen read-only as the task root
/// @param opt host directory of the merged layers, seen read-only as `/opt`; null without layers
/// @param runtime host directory of the runtime's bootstrap, seen read-only as `/var/runtime`
/// @param visible further host paths that must be visible read-only where they are, for example an
///   interpreter's installation; nothing else of the directories above them is shown
/// @param hosts further host names and the addresses they lead to inside, through an `/etc/hosts`
///   of its own; a plain process sees the host's names alone
/// @param shared host directory whose files are seen read-only in `/var/thaw`, as they are when the
///   first sandbox starts; null for none
/// @param memoryMb MemorySize
/// @param tmpMb EphemeralStorage
/// @param processes most processes and threads at once
public record SandboxSpec(
    String id,
    Path task,
    @Nullable Path opt,
    Path runtime,
    List<Path> visible,
    Map<String, String> hosts,
    @Nullable Path shared,
    int memoryMb,
    int tmpMb,
    int processes) {

  public SandboxSpec {
    if (!id.matches("[A-Za-z0-9-]{1,128}")) {
      throw new IllegalArgumentException(
          "id: " + id + " (expected: 1 to 128 letters, digits and dashes)");
    }
    atLeastOne("memoryMb", memoryMb);
    atLeastOne("tmpMb", tmpMb);
    atLeastOne("processes", processes);
    hosts.forEach((name, address) -> {
      if (!name.matches("[A-Za-z0-9._-]+") || !address.matches("[0-9A-Fa-f.:]+")) {
        throw new IllegalArgumentException(
            "hosts: " + name + " " + address + " (expected: a host name and an address)");
      }
    });
    visible = List.copyOf(visible);
    hosts = Map.copyOf(hosts);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
    }
  }
}
