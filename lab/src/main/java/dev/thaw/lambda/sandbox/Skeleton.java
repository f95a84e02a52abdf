package dev.thaw.lambda.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The root directory that a sandboxed process sees: empty places on disk, over which a table of
/// mounts lays what may be seen. The places are made once for every set of visible paths; the
/// mounts exist in each sandbox's own namespace.
final class Skeleton {

  /// The user that functions run as; AWS's is `sbx_user1051`.
  static final int UID = 993;

  static final int GID = 990;

  private static final List<String> SYSTEM =
      List.of("bin", "sbin", "lib", "lib64", "lib32", "libx32");
  private static final List<String> DEVICES = List.of("null", "zero", "full", "random", "urandom");

  /// What of /etc a function may need: names and addresses, roots of trust, the linker's cache,
  /// alternatives.
  private static final List<String> ETC_FILES =
      List.of(
          "ld.so.cache",
          "ld.so.conf",
          "nsswitch.conf",
          "resolv.conf",
          "host.conf",
          "gai.conf",
          "services",
          "protocols",
          "mime.types",
          "localtime",
          "timezone",
          "os-release");

  private static final List<String> ETC_DIRECTORIES =
      List.of(
          "ssl",
          "pki",
          "ca-certificates",
          "crypto-policies",
          "alternatives",
          "ld.so.conf.d",
          "fonts");

  private final Path root;
  private final List<String> mounts;

  private Skeleton(Path root, List<String> mounts) {
    this.root = root;
    this.mounts = mounts;
  }

  Path root() {
    return root;
  }

  /// @param directory that does not exist yet
  static Skeleton make(Path directory, List<Path> visible) throws IOException {
    Path root = Files.createDirectories(directory);
    List<String> mounts = new ArrayList<>();
    for (String place :
        List.of(
            "usr",
            "proc",
            "dev",
            "tmp",
            "var/task",
            "var/runtime",
            "opt",
            "run/thaw",
            "etc",
            ".old")) {
      Files.createDirectories(root.resolve(place));
    }
    mounts.add(mount(root, root, "bind,ro"));
    mounts.add(mount(Path.of("/usr"), root.resolve("usr"), "bind,ro"));
    for (String name : SYSTEM) {
      Path host = Path.of("/").resolve(name);
      if (Files.isSymbolicLink(host)) {
        Files.createSymbolicLink(root.resolve(name), Files.readSymbolicLink(host));
      } else if (Files.isDirectory(host)) {
        Files.createDirectories(root.resolve(name));
        mounts.add(mount(host, root.resolve(name), "bind,ro"));
      }
    }
    for (String device : DEVICES) {
      Path place = Files.createFile(root.resolve("dev").resolve(device));
      mounts.add(mount(Path.of("/dev").resolve(device), place, "bind"));
    }
    Files.createSymbolicLink(root.resolve("dev/fd"), Path.of("/proc/self/fd"));
    Files.createSymbolicLink(root.resolve("dev/stdin"), Path.of("/proc/self/fd/0"));
    Files.createSymbolicLink(root.resolve("dev/stdout"), Path.of("/proc/self/fd/1"));
    Files.createSymbolicLink(root.resolve("dev/stderr"), Path.of("/proc/self/fd/2"));
    mounts.addAll(etc(root.resolve("etc")));
    for (Path path : visible) {
      if (path.startsWith("/tmp")) {
        throw new SandboxException(
            path
                + ": lies below /tmp, where the function has its own (expected: another place, see --data)",
            null);
      }
      Path place = root.resolve(Path.of("/").relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(place);
      } else {
        Files.createDirectories(place.getParent());
        Files.createFile(place);
      }
      mounts.add(mount(path, place, "bind,ro"));
    }
    return new Skeleton(root, List.copyOf(mounts));
  }

  /// The table of mounts for one sandbox, in the form of fstab(5).
  ///
  /// @param control directory seen as `/run/thaw`
  /// @param tmp the line for `/tmp`
  String table(SandboxSpec spec, Path control, Path hosts, String tmp) {
    List<String> lines = new ArrayList<>(mounts);
    lines.add(mount(spec.task(), root.resolve("var/task"), "bind,ro"));
    lines.add(mount(spec.runtime(), root.resolve("var/runtime"), "bind,ro"));
    if (spec.opt() != null) {
      lines.add(mount(spec.opt(), root.resolve("opt"), "bind,ro"));
    }
    // FIFOs can be written to on a read-only mount, and nothing else is to be.
    lines.add(mount(control, root.resolve("run/thaw"), "bind,ro"));
    lines.add(mount(hosts, root.resolve("etc/hosts"), "bind,ro"));
    lines.add(tmp);
    lines.add("proc " + escape(root.resolve("proc")) + " proc nosuid,nodev,noexec 0 0");
    return String.join("\n", lines) + "\n";
  }

  static String hosts(Map<String, String> extra) {
    StringBuilder text = new StringBuilder("127.0.0.1 localhost\n::1 localhost\n");
    extra.forEach((name, address) -> text.append(address).append(' ').append(name).append('\n'));
    return text.toString();
  }

  static String mount(Path from, Path to, String options) {
    return escape(from) + " " + escape(to) + " none " + options + " 0 0";
  }

  /// White space and backslashes would end a field.
  static String escape(Path path) {
    StringBuilder escaped = new StringBuilder();
    for (char c : path.toString().toCharArray()) {
      if (c == ' ' || c == '\t' || c == '\n' || c == '\\' || c == '#') {
        escaped.append('\\').append(String.format("%03o", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static List<String> etc(Path etc) throws IOException {
    List<String> mounts = new ArrayList<>();
    for (String name : ETC_FILES) {
      Path host = Path.of("/etc").resolve(name);
      if (Files.isReadable(host) && Files.isRegularFile(host)) {
        // A copy: links out of /etc lead nowhere inside.
        Files.copy(host, etc.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (String name : ETC_DIRECTORIES) {
      bind(Path.of("/etc").resolve(name), etc, mounts);
    }
    try (java.nio.file.DirectoryStream<Path> java =
        Files.newDirectoryStream(Path.of("/etc"), "java-*")) {
      for (Path directory : java) {
        bind(directory, etc, mounts);
      }
    }
    Files.writeString(
        etc.resolve("passwd"),
        "root:x:0:0:root:/root:/sbin/nologin\nsbx_user1051:x:"
            + UID
            + ":"
            + GID
            + "::/home/sbx_user1051:/sbin/nologin\n",
        StandardCharsets.UTF_8);
    Files.writeString(
        etc.resolve("group"), "root:x:0:\nsbx_user1051:x:" + GID + ":\n", StandardCharsets.UTF_8);
    Files.createFile(etc.resolve("hosts"));
    return mounts;
  }

  private static void bind(Path host, Path etc, List<String> mounts) throws IOException {
    if (Files.isDirectory(host, LinkOption.NOFOLLOW_LINKS)) {
      Path place = Files.createDirectories(etc.resolve(host.getFileName()));
      mounts.add(mount(host, place, "bind,ro"));
    }
  }
}
