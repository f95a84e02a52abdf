package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes one file system of each size and keeps it: on disk for the next thaw, and of what mkfs
/// wrote a copy in memory.
final class LoopTemplates implements TmpStore.Templates {

  /// All that mkfs writes lies here: no journal, no copies of the superblock, everything packed at
  /// the start.
  private static final long WRITTEN_BYTES = 64 * Cgroup.MIB;

  private static final int MOST_FILES = 65_536;

  private final Path home;
  private final Path scratch;
  private final String mkfs;
  private final String unshare;
  private final Map<Integer, TmpStore.Template> templates = new HashMap<>();

  private LoopTemplates(Path home, Path scratch, String mkfs, String unshare) {
    this.home = home;
    this.scratch = scratch;
    this.mkfs = mkfs;
    this.unshare = unshare;
  }

  /// @param home kept
  /// @param scratch for what is not done yet
  static LoopTemplates in(Path home, Path scratch, Machine machine) {
    return new LoopTemplates(home, scratch, tool(machine, "mkfs.ext4"), tool(machine, "unshare"));
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
    // The name tells of the options below: an image made with others is not taken.
    Path image = home.resolve("packed-" + mb + ".img");
    try {
      if (Files.notExists(image)) {
        Files.createDirectories(home);
        Path own = Files.createTempDirectory(scratch, "making");
        try {
          Files.move(format(own, mb), image, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Directories.delete(own);
        }
      }
      return TmpStore.Template.of(image, WRITTEN_BYTES);
    } catch (IOException e) {
      throw new SandboxException("cannot make a file system of " + mb + " MB", e);
    }
  }

  private Path format(Path own, int mb) throws IOException {
    Path image = own.resolve("image");
    Path mounted = Files.createDirectory(own.resolve("mounted"));
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
    return image;
  }
}
