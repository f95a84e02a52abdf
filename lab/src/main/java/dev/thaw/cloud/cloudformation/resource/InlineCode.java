package dev.thaw.cloud.cloudformation.resource;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.protocol.Blob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Source code within a template: it becomes a package with one file, as on AWS.
final class InlineCode {

  private InlineCode() {}

  /// @param runtime says in which language the file is
  static Blob zip(String source, String runtime) {
    String name;
    if (runtime.startsWith("python")) {
      name = "index.py";
    } else if (runtime.startsWith("nodejs")) {
      name = "index.js";
    } else {
      throw new ResourceFailure(
          "ZipFile can only be used with Node.js and Python, not with runtime " + runtime);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      ZipEntry entry = new ZipEntry(name);
      // The same source is the same package
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(source.getBytes(UTF_8));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Blob.of(out.toByteArray());
  }
}
