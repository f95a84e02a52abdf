package dev.thaw.lambda.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/// Unpacks a deployment package.
public final class CodePackage {
  private CodePackage() {}

  public static void unpack(Path zip, Path into) throws IOException {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (java.util.zip.ZipEntry e : java.util.Collections.list(file.entries())) {
        Path p = into.resolve(e.getName());
        Files.createDirectories(p.getParent());
        Files.write(p, file.getInputStream(e).readAllBytes());
      }
    }
  }
}
