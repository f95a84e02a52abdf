package dev.thaw.lambda.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One thing mounted inside a sandbox; `at` is absolute, as seen inside.
sealed interface Mount {

  String at();

  /// A host file or directory.
  record Bind(Path source, String at, boolean writable, boolean device) implements Mount {}

  /// The `/proc` of the sandbox's own processes.
  record ProcessTree(String at) implements Mount {}

  /// A file system in memory.
  record Memory(String at, int mb) implements Mount {}

  /// A file with a file system in it.
  record Image(Path file, String at) implements Mount {}

  /// Lines for `mount -a -T`, which mounts them all in one process, below the skeleton, which
  /// becomes a mount itself first so that it can be the root directory.
  static String fstab(Path skeleton, List<Mount> mounts) {
    List<String> lines = new ArrayList<>();
    lines.add(line(skeleton.toString(), skeleton.toString(), "none", "bind,ro,nosuid,nodev"));
    for (Mount mount : mounts) {
      String at = skeleton + mount.at();
      lines.add(
          switch (mount) {
            case Bind bind ->
                line(
                    bind.source().toString(),
                    at,
                    "none",
                    "rbind,nosuid"
                        + (bind.writable() || bind.device() ? "" : ",ro")
                        + (bind.device() ? "" : ",nodev"));
            case ProcessTree _ -> line("proc", at, "proc", "nosuid,nodev,noexec");
            case Memory memory ->
                line("tmpfs", at, "tmpfs", "nosuid,nodev,mode=1777,size=" + memory.mb() + "m");
            case Image image ->
                line(
                    image.file().toString(), at, "ext4", "loop,nosuid,nodev,noatime,noinit_itable");
          });
    }
    return String.join("\n", lines) + "\n";
  }

  private static String line(String source, String at, String type, String options) {
    return escape(source) + " " + escape(at) + " " + type + " " + options + " 0 0";
  }

  private static String escape(String path) {
    return path.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012")
        .replace("#", "\\043");
  }

  /// Arguments of bubblewrap.
  static List<String> bubblewrap(Path skeleton, List<Mount> mounts) {
    List<String> arguments = new ArrayList<>(List.of("--ro-bind", skeleton.toString(), "/"));
    for (Mount mount : mounts) {
      arguments.addAll(
          switch (mount) {
            case Bind bind ->
                List.of(
                    bind.device() ? "--dev-bind" : bind.writable() ? "--bind" : "--ro-bind",
                    bind.source().toString(),
                    bind.at());
            case ProcessTree _ -> List.of("--proc", mount.at());
            case Memory memory ->
                List.of(
                    "--perms",
                    "1777",
                    "--size",
                    Long.toString(memory.mb() * Cgroup.MIB),
                    "--tmpfs",
                    memory.at());
            // mounted before bubblewrap begins, which cannot mount it
            case Image image -> List.of("--bind", beside(image).toString(), image.at());
          });
    }
    return arguments;
  }

  /// The directory beside an image where it is mounted for bubblewrap.
  static Path beside(Image image) {
    return image.file().resolveSibling("tmp");
  }
}
