package dev.thaw.lambda.sandbox;

import static dev.thaw.lambda.sandbox.Places.awaitLine;
import static dev.thaw.lambda.sandbox.Places.run;
import static dev.thaw.lambda.sandbox.Places.said;
import static dev.thaw.lambda.sandbox.Places.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What sandboxes with namespaces hide and forbid.
abstract class NamespaceContract extends SandboxContract {

  @Test
  void pathsAreThoseOfAws() {
    assertThat(sandbox.paths()).isEqualTo(SandboxPaths.AWS);
  }

  @Test
  void theFunctionIsNobodyOfTheHostAndHasNoRights() {
    assertThat(
            run(
                sandbox,
                "id -u; id -g; id -un; grep -E '^(CapPrm|CapEff|CapAmb|CapInh|NoNewPrivs)' /proc/self/status"))
        .isEqualTo(
            """
            993
            990
            sbx_user1051
            CapInh:\t0000000000000000
            CapPrm:\t0000000000000000
            CapEff:\t0000000000000000
            CapAmb:\t0000000000000000
            NoNewPrivs:\t1\
            """);
  }

  @Test
  void onlyTmpIsWritable() {
    assertThat(
            run(
                sandbox,
                "for d in / /etc /usr /var/task /var/runtime /opt /mnt /root /dev /home; do"
                    + " (: >$d/x) 2>/dev/null && echo $d; done; : >/tmp/x && echo /tmp"))
        .isEqualTo("/tmp");
  }

  @Test
  void theHostIsOutOfSight() {
    assertThat(run(sandbox, "ls -A /home /root /mnt; ls /work /boot /srv 2>/dev/null; ls -A /tmp"))
        .isEqualTo("/home:\n\n/mnt:\n\n/root:");
    assertThat(run(sandbox, "ls /proc | grep -c '^[0-9]'")).matches("[3-9]");
    assertThat(run(sandbox, "cat /proc/sys/kernel/hostname /etc/hostname"))
        .isEqualTo("169-254-100-1\n169-254-100-1");
  }

  @Test
  void theFirstProcessCannotBeReachedFromInside() {
    SandboxProcess attacker =
        shell(
            sandbox,
            "kill -KILL 1; cat /proc/1/environ && echo bad; echo x >/proc/1/fd/4 && echo bad;"
                + " echo unharmed");
    assertThat(said(attacker)).endsWith("unharmed\n").doesNotContain("bad");

    // may kill whoever waits for it, where both are the same user of the host
    SandboxProcess killer = shell(sandbox, "kill -KILL -1; exit 1");
    Places.exit(killer);
    assertThat(run(sandbox, "echo again")).isEqualTo("again");
  }

  @Test
  void whatIsVisibleStandsAloneInItsDirectories() throws IOException {
    Path home = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
    assertThatThrownBy(() -> sandboxes.start(with(List.of(home), Map.of())))
        .isInstanceOf(SandboxException.class)
        .hasStackTraceContaining("not in /tmp");

    // the JDK that runs this test, wherever it is
    Path jdk = Path.of(System.getProperty("java.home"));
    try (Sandbox seeing = sandboxes.start(with(List.of(jdk), Map.of()))) {
      assertThat(run(seeing, "ls '" + jdk + "/lib/modules'")).isEqualTo(jdk + "/lib/modules");
    }
  }

  @Test
  void hostNamesLeadToTheirAddresses() {
    try (Sandbox named =
        sandboxes.start(with(List.of(), Map.of("sandbox.localdomain", "127.0.0.5")))) {
      assertThat(run(named, "getent hosts sandbox.localdomain | tr -s ' '"))
          .isEqualTo("127.0.0.5 sandbox.localdomain");
      assertThat(run(sandbox, "getent hosts sandbox.localdomain || echo unknown"))
          .isEqualTo("unknown");
    }
  }

  @Test
  void tmpIsEmptyAtTheStartAndKeptOverAReset() {
    run(sandbox, "echo secret >/tmp/f");
    try (Sandbox other = sandboxes.start(with(List.of(), Map.of()))) {
      assertThat(run(other, "ls -A /tmp")).isEmpty();
    }
    sandbox.killAll();
    assertThat(run(sandbox, "cat /tmp/f; stat -c '%a' /tmp")).isEqualTo("secret\n1777");
  }

  @Test
  void whoEndsTheFirstProcessEndsTheSandboxLoudly() {
    SandboxProcess process = shell(sandbox, "echo up; exec sleep 1000");
    awaitLine(process, "up");
    long init = ((LiveSandbox) sandbox).init();

    ProcessHandle.of(init).orElseThrow().destroyForcibly();

    assertThat(Places.exit(process).signal()).isEqualTo(9);
    assertThatThrownBy(() -> shell(sandbox, "echo no"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("has ended");
  }

  private SandboxSpec with(List<Path> visible, Map<String, String> hosts) {
    SandboxSpec spec = Places.spec(directory, "two");
    return new SandboxSpec(
        spec.id(), spec.task(), null, spec.runtime(), visible, hosts, null, 128, 16, 64);
  }
}
