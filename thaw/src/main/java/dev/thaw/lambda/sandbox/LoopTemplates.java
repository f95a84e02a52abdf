package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes one file system of each size and keeps what it wrote.
final class LoopTemplates implements TmpStore.Templates {

  /// All that mkfs writes lies here: no journal, no copies of the superblock, everything packed at
  /// the start.
  private static final long WRITTEN_BYTES = 64 * Cgroup.MIB;

  private static final int MOST_FILES = 65_536;

  private final Path home;
  private final String mkfs;
  private final String unshare;
  private final Map<Integer, TmpStore.Template> templates = new HashMap<>();

  private LoopTemplates(Path home, String mkfs, String unshare) {
    this.home = home;
    this.mkfs = mkfs;
    this.unshare = unshare;
  }

  static LoopTemplates in(Path home, Machine machine) {
    return new LoopTemplates(home, tool(machine, "mkfs.ext4"), tool(machine, "unshare"));
  }

  private static String tool(Machine machine, String name) {
    return machine
        .tool(name)
        .orElseThrow(() -> new SandboxException("there is no " + name, null))
        .toString();
  }

  @Override
  public synchronized TmpStore.Template of(int mb) {
    return templates.computeIfAbsent(mb, this::make);
  }

  private TmpStore.Template make(int mb) {
    Path image = home.resolve("template-" + mb + ".img");
    Path mounted = home.resolve("template");
    try {
      Files.createDirectories(mounted);
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength(mb * Cgroup.MIB);
      }
      Launcher.run(
          List.of(
              mkfs,
              "-q",
              "-F",
              "-m",
              "0",
              "-b",
              "4096",
              "-N",
              Long.toString(Math.clamp(mb * 64L, 64, MOST_FILES)),
              "-O",
              "^has_journal,^resize_inode,^sparse_super,sparse_super2",
              "-E",
              "lazy_itable_init=1,nodiscard,packed_meta_blocks=1,num_backup_sb=0",
              image.toString()));
      // its root directory becomes like any /tmp, in namespaces that nobody else sees
      Launcher.run(
          List.of(
              unshare,
              "--mount",
              "--propagation",
              "private",
              "/bin/sh",
              "-ec",
              "mount -n -t ext4 -o loop,noinit_itable \"$0\" \"$1\"\n"
                  + "chmod 1777 \"$1\"\nrmdir \"$1/lost+found\"\numount -n \"$1\"",
              image.toString(),
              mounted.toString()));
      TmpStore.Template template = TmpStore.Template.of(image, WRITTEN_BYTES);
      Files.delete(image);
      return template;
    } catch (IOException e) {
      throw new SandboxException("cannot make a file system of " + mb + " MB", e);
    }
  }
}
