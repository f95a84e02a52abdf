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
/// @param hosts names that resolve to these addresses inside
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
    int memoryMb,
    int tmpMb,
    int processes) {

  public SandboxSpec {
    if (!id.matches("[A-Za-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("id: " + id + " (expected: letters, digits and dashes)");
    }
    visible = List.copyOf(visible);
    hosts = Map.copyOf(hosts);
  }
}
