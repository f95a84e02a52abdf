package dev.thaw.cloud.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Files named by the SHA-256 of what is in them.
public final class Contents {

  private static final String ENDING = ".zip";

  private final Path folder;
  private final Path temporary;

  /// @param folder made if it is not there; temporary files of an earlier life are deleted
  public Contents(Path folder) throws IOException {
    this.folder = folder;
    temporary = folder.resolve("tmp");
    Files.createDirectories(temporary);
    for (Path left : list(temporary)) {
      Files.delete(left);
    }
  }

  /// For files that are to become contents: moving them in is then a rename.
  public Path temporary() {
    return temporary;
  }

  /// @param sha256 lower-case hexadecimal
  public record Stored(Path file, String sha256, long bytes) {}

  /// Makes a temporary file a content: it is on the disk, under its name, when this returns.
  ///
  /// @param file is moved away
  public Stored keep(Path file) throws IOException {
    String sha256 = sha256(file);
    Path target = path(sha256);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(folder)) {
      directory.force(true);
    }
    return new Stored(target, sha256, Files.size(target));
  }

  /// @param sha256 lower-case hexadecimal
  public Path path(String sha256) {
    if (sha256.length() != 64 || !sha256.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException("sha256: " + sha256 + " (expected: 64 hex digits)");
    }
    return folder.resolve(sha256 + ENDING);
  }

  /// Deletes all contents but these.
  public void retain(Set<String> sha256s) throws IOException {
    for (Path file : list(folder)) {
      String name = file.getFileName().toString();
      if (name.endsWith(ENDING)
          && !sha256s.contains(name.substring(0, name.length() - ENDING.length()))) {
        Files.delete(file);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      while (in.read(buffer) >= 0) {
        // The digest reads along
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
