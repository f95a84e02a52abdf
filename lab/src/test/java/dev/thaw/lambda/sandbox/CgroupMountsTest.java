package dev.thaw.lambda.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CgroupMountsTest {

  @Test
  void findsVersion2Alone() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n",
            "0::/user.slice/user-1000.slice/session-2.scope\n");

    assertThat(mounts.v1()).isEmpty();
    assertThat(mounts.v2()).contains(Path.of("/sys/fs/cgroup"));
    assertThat(mounts.own()).isEqualTo(Map.of("", "/user.slice/user-1000.slice/session-2.scope"));
  }

  @Test
  void findsControllersOfVersion1BesideAnEmptyVersion2() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            """
            31 24 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
            32 24 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            33 24 0:29 / /sys/fs/cgroup/my\\040freezer rw - cgroup cgroup rw,freezer
            34 24 0:30 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
            """,
            "3:memory:/a:b\n2:cpu,cpuacct:/\n0::/\n");

    assertThat(mounts.v1())
        .isEqualTo(
            Map.of(
                "cpu", Path.of("/sys/fs/cgroup/cpu,cpuacct"),
                "memory", Path.of("/sys/fs/cgroup/memory"),
                "freezer", Path.of("/sys/fs/cgroup/my freezer")));
    assertThat(mounts.v2()).contains(Path.of("/sys/fs/cgroup/unified"));
    assertThat(mounts.own()).containsEntry("memory", "/a:b").containsEntry("cpuacct", "/");
  }

  @Test
  void passesOverWhatItDoesNotUnderstand() {
    CgroupMounts mounts =
        CgroupMounts.parse("\n - \nx - cgroup2\n1 2 3 4 \\9 - cgroup cgroup\n", "x\n::\n:\n");

    assertThat(mounts.v1()).isEmpty();
    assertThat(mounts.v2()).isEmpty();
    assertThat(mounts.own()).isEqualTo(Map.of("", ""));
  }
}
