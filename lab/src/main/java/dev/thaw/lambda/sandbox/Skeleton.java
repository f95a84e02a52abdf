package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A prepared root directory: mount points, links and the few files of `/etc` that are not the
/// host's. Sandboxes with the same needs share one, since it is seen read-only.
///
/// @param root host directory
/// @param mounts the host's system directories, devices, and what the specification makes visible
record Skeleton(Path root, List<Mount> mounts) {

  private static final List<String> SYSTEM =
      List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu");

  private static final List<String> DEVICES =
      List.of("null", "zero", "full", "random", "urandom", "tty");

  /// Name resolution, TLS roots, libraries, time zones, and settings that interpreters of
  /// distributions keep there. No accounts, no keys, no services of the host.
  private static final List<String> ETC =
      List.of(
          "alternatives",
          "ca-certificates",
          "ca-certificates.conf",
          "crypto-policies",
          "fonts",
          "gai.conf",
          "host.conf",
          "ld.so.cache",
          "ld.so.conf",
          "ld.so.conf.d",
          "localtime",
          "mime.types",
          "os-release",
          "pki",
          "protocols",
          "resolv.conf",
          "services",
          "ssl",
          "timezone");

  /// Directories whose content inside is not the host's.
  private static final List<String> OWN =
      List.of("/proc", "/dev", "/tmp", "/etc", "/var/task", "/var/runtime", "/var/thaw", "/sys");

  /// What tells one skeleton from another.
  record Needs(List<Path> visible, Map<String, String> hosts, Optional<Path> shared) {}

  static Skeleton build(Path root, Needs needs, Account account) {
    try {
      // an earlier attempt may have failed half-way
      Directories.delete(root);
      Files.createDirectories(root);
      List<Mount> mounts = new ArrayList<>();
      for (String directory :
          List.of(
              "dev",
              "proc",
              "tmp",
              "mnt",
              "opt",
              "root",
              "home",
              "var/task",
              "var/runtime",
              "var/thaw")) {
        Files.createDirectories(root.resolve(directory));
      }
      system(root, mounts);
      devices(root, mounts);
      etc(root, mounts, needs.hosts(), account);
      shared(root.resolve("var/thaw"), needs.shared());
      Set<Path> seen = new LinkedHashSet<>();
      for (Path path : needs.visible()) {
        visible(root, mounts, path, seen);
      }
      mounts.add(new Mount.ProcessTree("/proc"));
      return new Skeleton(root, List.copyOf(mounts));
    } catch (IOException e) {
      throw new SandboxException("cannot prepare a root directory in " + root, e);
    }
  }

  private static void system(Path root, List<Mount> mounts) throws IOException {
    for (String name : SYSTEM) {
      Path host = Path.of(name);
      Path inside = root.resolve(name.substring(1));
      if (Files.isSymbolicLink(host)) {
        Files.createSymbolicLink(inside, Files.readSymbolicLink(host));
      } else if (Files.isDirectory(host)) {
        Files.createDirectories(inside);
        mounts.add(new Mount.Bind(host, name, false, false));
      }
    }
  }

  private static void devices(Path root, List<Mount> mounts) throws IOException {
    for (String name : DEVICES) {
      Path host = Path.of("/dev", name);
      if (Files.exists(host)) {
        Files.createFile(root.resolve("dev").resolve(name));
        mounts.add(new Mount.Bind(host, "/dev/" + name, true, true));
      }
    }
    Map.of("fd", "/proc/self/fd", "stdin", "/proc/self/fd/0")
        .forEach((name, target) -> link(root, name, target));
    Map.of("stdout", "/proc/self/fd/1", "stderr", "/proc/self/fd/2")
        .forEach((name, target) -> link(root, name, target));
  }

  private static void link(Path root, String name, String target) {
    try {
      Files.createSymbolicLink(root.resolve("dev").resolve(name), Path.of(target));
    } catch (IOException e) {
      throw new SandboxException("cannot link /dev/" + name, e);
    }
  }

  private static void etc(Path root, List<Mount> mounts, Map<String, String> hosts, Account account)
      throws IOException {
    Path etc = Files.createDirectories(root.resolve("etc"));
    StringBuilder names = new StringBuilder("127.0.0.1 localhost " + Account.HOST_NAME + "\n");
    names.append("::1 localhost\n");
    new TreeMap<>(hosts)
        .forEach((name, address) -> names.append(address).append(' ').append(name).append('\n'));
    Files.writeString(etc.resolve("hosts"), names);
    Files.writeString(etc.resolve("hostname"), Account.HOST_NAME + "\n");
    Files.writeString(
        etc.resolve("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
    Files.writeString(etc.resolve("passwd"), account.passwd());
    Files.writeString(etc.resolve("group"), account.group());
    for (String name : ETC) {
      Path host = Path.of("/etc", name);
      if (Files.isDirectory(host)) {
        bind(root, mounts, host.toRealPath(), "/etc/" + name);
      } else if (Files.isReadable(host)) {
        // a copy costs no sandbox a mount
        Files.copy(host, etc.resolve(name));
      }
    }
    // distributions split their Java and Python between /usr and /etc
    try (var entries = Files.newDirectoryStream(Path.of("/etc"), "{java,python}*")) {
      for (Path host : entries) {
        bind(root, mounts, host.toRealPath(), host.toString());
      }
    }
  }

  /// Copies cost no sandbox a mount.
  private static void shared(Path at, Optional<Path> folder) throws IOException {
    if (folder.isEmpty()) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder.get())) {
      for (Path file : files) {
        Files.copy(file, at.resolve(file.getFileName()));
      }
    }
  }

  private static void visible(Path root, List<Mount> mounts, Path path, Set<Path> seen)
      throws IOException {
    Path place = path.normalize();
    if (!place.isAbsolute() || place.getParent() == null) {
      throw new SandboxException(
          "visible: " + path + " (expected: an absolute path below the root directory)", null);
    }
    for (String own : OWN) {
      if (place.startsWith(own)) {
        throw new SandboxException(
            "visible: " + path + " (expected: not in " + own + ", which is the sandbox's own)",
            null);
      }
    }
    Path real = place.toRealPath();
    boolean system = SYSTEM.stream().anyMatch(place::startsWith);
    if (system || !seen.add(place)) {
      return;
    }
    for (Mount mount : mounts) {
      if (place.startsWith(mount.at())) {
        // a place inside what is visible already
        return;
      }
    }
    bind(root, mounts, real, place.toString());
    Path parent = real.getParent();
    if (!real.equals(place) && parent != null && SYSTEM.stream().noneMatch(real::startsWith)) {
      // an interpreter finds its library by its real path
      visible(root, mounts, real, seen);
    }
  }

  private static void bind(Path root, List<Mount> mounts, Path host, String at) throws IOException {
    Path inside = root.resolve(at.substring(1));
    if (Files.isDirectory(host)) {
      Files.createDirectories(inside);
    } else {
      Path parent = inside.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      if (Files.notExists(inside)) {
        Files.createFile(inside);
      }
    }
    mounts.add(new Mount.Bind(host, at, false, false));
  }
}
