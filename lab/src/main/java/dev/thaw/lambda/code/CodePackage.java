package dev.thaw.lambda.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A deployment package that was looked through.
///
/// @param bytes of the zip
/// @param unzippedBytes of its content
/// @param entries files, directories and links
public record CodePackage(long bytes, long unzippedBytes, int entries) {

  /// AWS's limit of the unzipped content, in bytes.
  public static final long MAX_UNZIPPED = 262_144_000;

  /// Bytes of a link's target.
  private static final int MAX_LINK = 4096;

  /// Looks through a zip: every entry is decompressed and compared with its checksum, none leaves
  /// the root, none is there twice, and all together keep the limit.
  ///
  /// @throws BadPackageException if it is refused
  public static CodePackage check(Path zip) throws IOException {
    try (FileChannel channel = FileChannel.open(zip);
        ZipContent content = new ZipContent(channel)) {
      List<ZipEntry> entries = ZipDirectory.read(channel);
      if (entries.stream().allMatch(ZipEntry::directory)) {
        throw new BadPackageException(
            BadPackageException.Reason.EMPTY, "the zip has no file (expected: at least one)");
      }
      Map<String, ZipEntry> byPath = new HashMap<>();
      long total = 0;
      for (ZipEntry entry : entries) {
        EntryRules.checkName(entry.name());
        if (byPath.put(entry.path(), entry) != null) {
          throw BadPackageException.unreadable("entry '" + entry.name() + "': there twice");
        }
      }
      for (ZipEntry entry : entries) {
        EntryRules.checkParents(entry, byPath);
        long size =
            entry.link()
                ? checkLink(content, entry)
                : content.copy(entry, OutputStream.nullOutputStream(), MAX_UNZIPPED - total);
        total += size;
      }
      return new CodePackage(channel.size(), total, entries.size());
    }
  }

  private static long checkLink(ZipContent content, ZipEntry entry) throws IOException {
    String target = target(content, entry);
    EntryRules.checkLink(entry, target);
    return target.length();
  }

  /// Unpacks a zip that was checked.
  ///
  /// Files keep their executable bits and lose all other modes: they are readable by everyone and
  /// writable by their owner. Links are made last, so nothing is ever written through one.
  ///
  /// @param into an empty directory
  public static void unpack(Path zip, Path into) throws IOException {
    try (FileChannel channel = FileChannel.open(zip);
        ZipContent content = new ZipContent(channel)) {
      List<ZipEntry> entries = ZipDirectory.read(channel);
      long left = MAX_UNZIPPED;
      for (ZipEntry entry : entries) {
        EntryRules.checkName(entry.name());
        if (!entry.link()) {
          left -= place(content, entry, into.resolve(entry.path()), left);
        }
      }
      for (ZipEntry entry : entries) {
        if (entry.link()) {
          String target = target(content, entry);
          EntryRules.checkLink(entry, target);
          Path link = into.resolve(entry.path());
          makeDirectory(link.getParent());
          Files.createSymbolicLink(link, Path.of(target));
        }
      }
    }
  }

  private static long place(ZipContent content, ZipEntry entry, Path path, long limit)
      throws IOException {
    if (entry.directory()) {
      makeDirectory(path);
      return 0;
    }
    makeDirectory(path.getParent());
    long size;
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      size = content.copy(entry, out, limit);
    }
    Files.setPosixFilePermissions(path, permissions(entry.mode()));
    return size;
  }

  /// Directories are made as the process's umask wants and opened to everyone afterwards, by the
  /// first entry that needs them.
  private static void makeDirectory(@Nullable Path directory) throws IOException {
    if (directory == null || Files.isDirectory(directory)) {
      return;
    }
    makeDirectory(directory.getParent());
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, permissions(0111));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((mode & 0100) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
    }
    if ((mode & 0010) != 0) {
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
    }
    if ((mode & 0001) != 0) {
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }

  private static String target(ZipContent content, ZipEntry entry) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.copy(entry, out, MAX_LINK);
    return out.toString(StandardCharsets.UTF_8);
  }
}
