package dev.thaw.lambda.sandbox;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where the machine shows its control groups, and in which of them thaw is.
///
/// @param v1 mount point of each version 1 controller
/// @param v2 mount point of the version 2 tree, which may exist beside version 1 without
///   controllers
/// @param own thaw's own group by controller; under the empty name that of version 2
record CgroupMounts(Map<String, Path> v1, Optional<Path> v2, Map<String, String> own) {

  private static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids", "freezer");

  static CgroupMounts ofThisMachine() {
    return parse(
        Proc.read(Path.of("/proc/self/mountinfo")), Proc.read(Path.of("/proc/self/cgroup")));
  }

  /// @param mountinfo as in `/proc/self/mountinfo`
  /// @param cgroup as in `/proc/self/cgroup`; lines that are not understood are passed over
  static CgroupMounts parse(String mountinfo, String cgroup) {
    Map<String, Path> v1 = new HashMap<>();
    Path v2 = null;
    for (String line : mountinfo.lines().toList()) {
      String[] halves = line.split(" - ", 2);
      String[] left = halves[0].split(" ");
      String[] right = halves.length < 2 ? new String[0] : halves[1].split(" ");
      if (left.length < 5 || right.length < 3) {
        continue;
      }
      Path at = Path.of(unescape(left[4]));
      if (right[0].equals("cgroup2")) {
        v2 = v2 == null ? at : v2;
      } else if (right[0].equals("cgroup")) {
        for (String option : right[2].split(",")) {
          if (CONTROLLERS.contains(option)) {
            v1.putIfAbsent(option, at);
          }
        }
      }
    }
    Map<String, String> own = new HashMap<>();
    for (String line : cgroup.lines().toList()) {
      String[] part = line.split(":", 3);
      if (part.length == 3) {
        for (String controller : part[1].split(",")) {
          own.put(controller, part[2]);
        }
      }
    }
    return new CgroupMounts(Map.copyOf(v1), Optional.ofNullable(v2), Map.copyOf(own));
  }

  /// The kernel writes blanks and backslashes as three octal digits.
  private static String unescape(String path) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\'
          && i + 3 < path.length()
          && path.substring(i + 1, i + 4).matches("[0-3][0-7]{2}")) {
        plain.append((char) Integer.parseInt(path.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
