package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.lambda.FunctionSpec.CodeArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Deployment packages as files, named by their content.
final class PackageStore {

  private final Path directory;

  PackageStore(Path directory) {
    this.directory = directory;
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("packages: cannot make " + directory, e);
    }
  }

  /// Looks at a package before it is kept; what it throws reaches the caller and nothing is kept.
  @FunctionalInterface
  interface Check {
    void check(Path zip) throws IOException;
  }

  /// Keeps a package; it is on disk when this returns.
  ///
  /// @return its SHA-256, hexadecimal
  String keep(Blob zip, Check check) {
    try {
      Path fresh = Files.createTempFile(directory, "new", ".zip");
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = zip.open();
            OutputStream out = new DigestOutputStream(Files.newOutputStream(fresh), digest)) {
          in.transferTo(out);
        }
        check.check(fresh);
        String sha256 = HexFormat.of().formatHex(digest.digest());
        sync(fresh);
        Files.move(
            fresh,
            path(sha256),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        sync(directory);
        return sha256;
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("packages: cannot keep one in " + directory, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  CodeArtifact artifact(String sha256) {
    return new CodeArtifact(path(sha256), sha256, size(sha256));
  }

  long size(String sha256) {
    try {
      return Files.size(path(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException("packages: " + sha256 + " is gone", e);
    }
  }

  Optional<Path> find(String sha256) {
    return Optional.of(path(sha256)).filter(Files::isRegularFile);
  }

  private Path path(String sha256) {
    return directory.resolve(sha256 + ".zip");
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
