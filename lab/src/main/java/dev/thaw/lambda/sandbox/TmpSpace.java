package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Where `/tmp` comes from. It must be limited, and must not count as the function's memory, which
/// a tmpfs does where memory is limited.
sealed interface TmpSpace {

  /// The line of the mount table for one sandbox.
  ///
  /// @param directory of the sandbox
  /// @param place of `/tmp` in the skeleton
  String line(Path directory, Path place, int megabytes) throws IOException;

  boolean limited();

  /// A file system in memory; only where memory is not limited.
  record Memory() implements TmpSpace {
    @Override
    public String line(Path directory, Path place, int megabytes) {
      return "tmpfs "
          + Skeleton.escape(place)
          + " tmpfs size="
          + megabytes
          + "m,mode=1777,nosuid,nodev 0 0";
    }

    @Override
    public boolean limited() {
      return true;
    }
  }

  /// A directory on the machine's disk, as large as that is.
  record Unlimited() implements TmpSpace {
    @Override
    public String line(Path directory, Path place, int megabytes) throws IOException {
      Path tmp = Files.createDirectories(directory.resolve("tmp"));
      if (!tmp.toFile().setWritable(true, false)) {
        throw new IOException("cannot make " + tmp + " writable");
      }
      return Skeleton.mount(tmp, place, "bind");
    }

    @Override
    public boolean limited() {
      return false;
    }
  }

  /// A file system in a sparse file, mounted by the kernel's loop device inside the sandbox's
  /// namespace: it goes away with that.
  final class LoopFile implements TmpSpace {

    private static final int BLOCK = 4096;

    private final Path templates;
    private final Map<Integer, Map<Long, byte[]>> blocks = new ConcurrentHashMap<>();

    /// @param templates directory for one empty file system of each size
    LoopFile(Path templates) {
      this.templates = templates;
    }

    @Override
    public String line(Path directory, Path place, int megabytes) throws IOException {
      Map<Long, byte[]> template = template(megabytes);
      Path image = directory.resolve("tmp.ext4");
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength((long) megabytes << 20);
        FileChannel channel = file.getChannel();
        for (Map.Entry<Long, byte[]> block : template.entrySet()) {
          channel.write(ByteBuffer.wrap(block.getValue()), block.getKey());
        }
      }
      return Skeleton.escape(image)
          + " "
          + Skeleton.escape(place)
          + " ext4 loop,nosuid,nodev,noatime 0 0";
    }

    @Override
    public boolean limited() {
      return true;
    }

    /// The few blocks of an empty file system that are not zero.
    private Map<Long, byte[]> template(int megabytes) throws IOException {
      Map<Long, byte[]> known = blocks.get(megabytes);
      if (known != null) {
        return known;
      }
      synchronized (this) {
        known = blocks.get(megabytes);
        if (known == null) {
          known = read(make(megabytes));
          blocks.put(megabytes, known);
        }
        return known;
      }
    }

    private Path make(int megabytes) throws IOException {
      Path image = templates.resolve("tmp-" + megabytes + ".ext4");
      if (Files.exists(image)) {
        return image;
      }
      Files.createDirectories(templates);
      Path fresh = templates.resolve("tmp-" + megabytes + "-" + ProcessHandle.current().pid());
      Path place =
          Files.createDirectories(templates.resolve("mount-" + ProcessHandle.current().pid()));
      Files.deleteIfExists(fresh);
      run(List.of("truncate", "-s", megabytes + "M", fresh.toString()));
      run(
          List.of(
              "mkfs.ext4",
              "-q",
              "-m",
              "0",
              "-O",
              "^has_journal",
              "-E",
              "lazy_itable_init=1",
              fresh.toString()));
      // In a namespace of its own the mount cannot be left behind.
      run(
          List.of(
              "unshare",
              "--mount",
              "sh",
              "-c",
              "mount -o loop \"$1\" \"$2\" && chmod 1777 \"$2\" && rmdir \"$2/lost+found\" && umount \"$2\"",
              "sh",
              fresh.toString(),
              place.toString()));
      Files.deleteIfExists(place);
      Files.move(fresh, image);
      return image;
    }

    private static Map<Long, byte[]> read(Path image) throws IOException {
      Map<Long, byte[]> blocks = new LinkedHashMap<>();
      try (FileChannel channel = FileChannel.open(image)) {
        ByteBuffer buffer = ByteBuffer.allocate(256 * BLOCK);
        for (long at = 0; at < channel.size(); at += buffer.capacity()) {
          buffer.clear();
          channel.read(buffer, at);
          for (int i = 0; i < buffer.position(); i += BLOCK) {
            byte[] block = new byte[Math.min(BLOCK, buffer.position() - i)];
            buffer.get(i, block);
            if (!zero(block)) {
              blocks.put(at + i, block);
            }
          }
        }
      }
      return blocks;
    }

    private static boolean zero(byte[] block) {
      for (byte b : block) {
        if (b != 0) {
          return false;
        }
      }
      return true;
    }

    private static void run(List<String> command) throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
      Process process = builder.start();
      String output =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      try {
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(String.join(" ", command) + ": interrupted", e);
      }
    }
  }
}
