package dev.thaw.lambda.code;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What an entry may be called and where a link may point.
final class EntryRules {

  /// Of Linux, in bytes.
  private static final int MAX_NAME = 255;

  private static final int MAX_PATH = 4000;

  private EntryRules() {}

  static void checkName(String name) {
    if (name.startsWith("/") || name.startsWith("\\") || isDrive(name)) {
      throw refuse(name, "an absolute path");
    }
    for (String part : name.split("[/\\\\]", -1)) {
      if (part.equals("..")) {
        throw refuse(name, "a path that leaves the package");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
        throw refuse(name, "a name of over " + MAX_NAME + " bytes");
      }
    }
    if (name.isEmpty()
        || name.getBytes(StandardCharsets.UTF_8).length > MAX_PATH
        || name.chars().anyMatch(c -> c < 0x20)) {
      throw refuse(name, "not a usable name");
    }
  }

  private static boolean isDrive(String name) {
    return name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0));
  }

  /// No entry lies below a file or a link.
  static void checkParents(ZipEntry entry, Map<String, ZipEntry> byPath) {
    String path = entry.path();
    int slash = path.lastIndexOf('/');
    while (slash > 0) {
      path = path.substring(0, slash);
      ZipEntry parent = byPath.get(path);
      if (parent != null && !parent.directory()) {
        throw refuse(entry.name(), "below '" + parent.name() + "', which is no directory");
      }
      slash = path.lastIndexOf('/');
    }
  }

  /// A target may climb only at its beginning and only up to the root. As no parent of a link is a
  /// link itself, it then stays inside whatever it passes.
  static void checkLink(ZipEntry entry, String target) {
    if (target.isEmpty() || target.startsWith("/") || target.indexOf('\0') >= 0) {
      throw refuse(entry.name(), "a link to '" + target + "'");
    }
    int depth = (int) entry.path().chars().filter(c -> c == '/').count();
    boolean descended = false;
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        depth--;
        if (depth < 0 || descended) {
          throw refuse(entry.name(), "a link to '" + target + "', which may leave the package");
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        descended = true;
      }
    }
  }

  private static BadPackageException refuse(String name, String what) {
    String shown = name.length() > 200 ? name.substring(0, 200) + "..." : name;
    return BadPackageException.unreadable("entry '" + shown + "': " + what);
  }
}
