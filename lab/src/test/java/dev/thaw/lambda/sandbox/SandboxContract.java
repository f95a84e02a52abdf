package dev.thaw.lambda.sandbox;

import static dev.thaw.lambda.sandbox.Places.awaitLine;
import static dev.thaw.lambda.sandbox.Places.exit;
import static dev.thaw.lambda.sandbox.Places.run;
import static dev.thaw.lambda.sandbox.Places.said;
import static dev.thaw.lambda.sandbox.Places.shell;
import static dev.thaw.lambda.sandbox.Places.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What every sandbox does, whatever it is made of. One subclass for each kind; a kind that the
/// machine does not offer is skipped.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SandboxContract {

  @TempDir static Path root;
  @TempDir Path directory;
  Sandboxes sandboxes;
  Sandbox sandbox;

  abstract Sandboxes.Choice choice();

  Machine machine() {
    return Machine.probe();
  }

  @BeforeAll
  void open() {
    sandboxes = Sandboxes.open(root, choice(), machine());
    try {
      sandboxes.capabilities();
    } catch (SandboxException e) {
      sandboxes.close();
      assumeTrue(false, e.getMessage());
    }
  }

  @AfterAll
  void close() {
    sandboxes.close();
    assertThat(root).isDirectoryNotContaining("glob:**/[0-9]*");
  }

  @BeforeEach
  void start() {
    sandbox = sandboxes.start(spec(directory, "one"));
  }

  @AfterEach
  void end() {
    sandbox.close();
  }

  @Test
  void aProcessSeesCodeBootstrapAndTmpAtTheirPaths() {
    SandboxPaths paths = sandbox.paths();

    assertThat(
            run(
                sandbox,
                "pwd; cat code.txt '%s/bootstrap.txt'; touch '%s/mine' && ls '%s'; ls -d '%s'"
                    .formatted(paths.runtime(), paths.tmp(), paths.tmp(), paths.opt())))
        .isEqualTo(
            String.join("\n", paths.task(), "the code", "the bootstrap", "mine", paths.opt()));
  }

  @Test
  void argumentsAndVariablesArriveAsTheyAre() {
    String odd = "'\"$(id)`id`\\ \n\t* é\u0081\u0088\uD83D\uDE00 ${x}\u007f\u0001'";
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PLAIN", odd);
    environment.put("UID", "7");
    environment.put("OPTIND", "none");
    environment.put("odd.name with blanks", "$x");
    environment.put("EMPTY", "");
    assertThat(said(sandbox.exec("odd", List.of("/usr/bin/printf", "%s|", odd), Map.of())))
        .isEqualTo(odd + "|");

    assumeTrue(Proc.available(), "no /proc to read an environment from");
    assertThat(said(sandbox.exec("odd", List.of("/bin/cat", "/proc/self/environ"), environment)))
        .isEqualTo("PLAIN=" + odd + "\0UID=7\0OPTIND=none\0odd.name with blanks=$x\0EMPTY=\0");
  }

  @Test
  void nothingIsInheritedFromThaw() {
    SandboxProcess process = sandbox.exec("env", List.of("/usr/bin/env"), Map.of("ONLY", "this"));

    assertThat(said(process)).isEqualTo("ONLY=this\n");
  }

  @Test
  void fourKilobytesOfVariablesAndLongArgumentsFit() {
    String value = "v'".repeat(2_000);
    String argument = "a ".repeat(30_000);
    SandboxProcess process =
        sandbox.exec(
            "big",
            List.of("/bin/sh", "-c", "echo ${#VALUE} ${#1}", "sh", argument),
            Map.of("VALUE", value));

    assertThat(said(process)).isEqualTo("4000 60000\n");
  }

  @Test
  void aMissingExecutableIsAnExitStatusOf127() {
    SandboxProcess process = sandbox.exec("none", List.of("/no/such=thing"), Map.of());
    SandboxProcess other = sandbox.exec("none", List.of("/no/such/thing"), Map.of());

    assertThat(exit(process)).isEqualTo(new SandboxProcess.Exit(127, 0));
    assertThat(exit(other)).isEqualTo(new SandboxProcess.Exit(127, 0));
  }

  @Test
  void anExecutableMayHaveAnEqualsSignInItsName() throws IOException {
    Path tool = Files.writeString(directory.resolve("task/a=b"), "#!/bin/sh\necho \"$0 $1\"\n");
    assertThat(tool.toFile().setExecutable(true, false)).isTrue();
    String path = sandbox.paths().task() + "/a=b";

    assertThat(said(sandbox.exec("equals", List.of(path, "x"), Map.of()))).isEqualTo(path + " x\n");
  }

  @Test
  void anExitStatusIsToldFromASignal() {
    assertThat(exit(shell(sandbox, "exit 3"))).isEqualTo(new SandboxProcess.Exit(3, 0));
    assertThat(exit(shell(sandbox, "exit 137"))).isEqualTo(new SandboxProcess.Exit(137, 0));
    assertThat(exit(shell(sandbox, "kill -KILL $$"))).isEqualTo(new SandboxProcess.Exit(137, 9));
    assertThat(exit(shell(sandbox, "kill -SEGV $$"))).isEqualTo(new SandboxProcess.Exit(139, 11));
    assertThat(exit(shell(sandbox, "kill -PIPE $$"))).isEqualTo(new SandboxProcess.Exit(141, 13));
  }

  @Test
  void outputAndTelemetryComeApart() {
    SandboxProcess process = shell(sandbox, "echo out; echo err >&2; echo record >&3");

    assertThat(said(process)).isEqualTo("out\nerr\n");
    assertThat(Places.read(process.telemetry())).isEqualTo("record\n");
    process.output().close();
    assertThat(process.output().read(new byte[1])).isEqualTo(-1);
  }

  @Test
  void outputMayBeOpenedByItsName() {
    assumeTrue(Files.exists(Path.of("/dev/stdout")), "no /dev/stdout");

    assertThat(run(sandbox, "echo named >/dev/stdout")).isEqualTo("named");
  }

  @Test
  void aProcessHasNoDescriptorOfThaw() {
    assumeTrue(Proc.available(), "no /proc to list descriptors from");

    assertThat(
            run(
                sandbox,
                "i=0; while [ $i -lt 300 ]; do"
                    + " [ -e /proc/self/fd/$i ] && echo $i; i=$((i+1)); done"))
        .isEqualTo("0\n1\n2\n3");
  }

  @Test
  void aProcessMayOpenAThousandFilesAndLeaveNoCore() {
    assertThat(run(sandbox, "ulimit -n; ulimit -c")).isEqualTo("1024\n0");
  }

  @Test
  void pidAndStartAreThoseOfTheHost() {
    SandboxProcess process = shell(sandbox, "echo up; exec sleep 1000");
    awaitLine(process, "up");

    // the word that it has begun may come after its own first word
    await().untilAsserted(() -> assertThat(process.started()).isPositive());
    assertThat(ProcessHandle.of(process.pid())).isPresent();
  }

  @Test
  void severalProcessesRunSideBySide() {
    SandboxProcess first = shell(sandbox, "echo up; exec sleep 1000");
    awaitLine(first, "up");
    SandboxProcess second = shell(sandbox, "echo second");

    assertThat(said(second)).isEqualTo("second\n");
    assertThat(first.exit()).isNotDone();
  }

  @Test
  void terminateAsksAndKillForces() {
    SandboxProcess polite =
        shell(sandbox, "trap 'exit 5' TERM; echo up; while :; do sleep 0.01; done");
    SandboxProcess deaf = shell(sandbox, "trap '' TERM; echo up; while :; do sleep 0.01; done");
    awaitLine(polite, "up");
    awaitLine(deaf, "up");

    polite.terminate();
    deaf.terminate();
    assertThat(exit(polite)).isEqualTo(new SandboxProcess.Exit(5, 0));
    assertThat(deaf.exit()).isNotDone();

    deaf.kill();
    assertThat(exit(deaf)).isEqualTo(new SandboxProcess.Exit(137, 9));
  }

  @Test
  void killTakesDescendantsAlong() {
    SandboxProcess process = shell(sandbox, "sleep 1000 & echo $!; sleep 1000 & echo up; wait");
    awaitLine(process, "up");
    List<Long> family = new ArrayList<>(List.of(process.pid()));
    ProcessHandle.of(process.pid()).orElseThrow().descendants().forEach(p -> family.add(p.pid()));
    assertThat(family).hasSize(3);

    process.kill();

    exit(process);
    awaitGone(family);
  }

  @Test
  void aProcessKilledBeforeItBeganEndsAllTheSame() {
    SandboxProcess process = shell(sandbox, "exec sleep 1000");

    process.kill();

    assertThat(exit(process).signal()).isEqualTo(9);
  }

  @Test
  void killAllLeavesNothingButTmp() {
    SandboxProcess process =
        shell(
            sandbox,
            "echo kept >'%s/file'; (trap '' TERM HUP; sleep 1000 & exec sleep 1000) & echo up; exec sleep 1000"
                .formatted(sandbox.paths().tmp()));
    awaitLine(process, "up");

    sandbox.killAll();

    assertThat(exit(process)).isEqualTo(new SandboxProcess.Exit(137, 9));
    assertThat(run(sandbox, "cat '%s/file'".formatted(sandbox.paths().tmp()))).isEqualTo("kept");
  }

  @Test
  void killAllWorksOnAFrozenSandboxAndThawsIt() {
    SandboxProcess process = shell(sandbox, "echo up; while :; do :; done");
    awaitLine(process, "up");
    sandbox.freeze();

    sandbox.killAll();

    assertThat(exit(process).signal()).isEqualTo(9);
    assertThat(run(sandbox, "echo again")).isEqualTo("again");
  }

  @Test
  void killWorksOnAFrozenSandbox() {
    SandboxProcess process = shell(sandbox, "echo up; while :; do :; done");
    awaitLine(process, "up");
    sandbox.freeze();

    process.kill();

    assertThat(exit(process).signal()).isEqualTo(9);
  }

  @Test
  void nothingRunsWhileFrozen() {
    SandboxProcess process =
        shell(
            sandbox, "(while :; do echo b; sleep 0.001; done) & echo up; while :; do echo a; done");
    awaitLine(process, "up");

    sandbox.freeze();
    Places.read(process.output());
    assertThat(Places.read(process.output())).isEmpty();
    assertThatThrownBy(() -> shell(sandbox, "echo no"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("frozen");
    assertThat(Places.read(process.output())).isEmpty();

    sandbox.thaw();
    await().until(() -> !Places.read(process.output()).isEmpty());
  }

  @Test
  void aDaemonThatForkedTwiceEndsWithItsSandbox() {
    SandboxProcess process =
        shell(sandbox, "(setsid sleep 1000 & echo $! >&2); (sleep 1000 &) ; echo up");
    exit(process);
    List<Long> daemons = pidsOf(sandbox);
    assumeTrue(Proc.available(), "daemons are found by /proc");
    assertThat(daemons).hasSizeGreaterThanOrEqualTo(2);

    sandbox.close();

    awaitGone(daemons);
  }

  @Test
  void orphansBecomeNoZombies() {
    assumeTrue(choice() != Sandboxes.Choice.PROCESS, "the host's first process adopts orphans");
    SandboxProcess process =
        shell(sandbox, "for i in 1 2 3 4 5; do (sleep 0.01 &); done; echo up; exec sleep 1000");
    awaitLine(process, "up");

    await().untilAsserted(() -> assertThat(pidsOf(sandbox)).containsExactly(process.pid()));
  }

  @Test
  void aProcessThatWritesWithoutEndWaitsForItsReader() {
    SandboxProcess process = shell(sandbox, "yes");
    byte[] some = new byte[4096];
    AtomicLong total = new AtomicLong();
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> total.addAndGet(Math.max(process.output().read(some), 0)) > 400_000);

    sandbox.close();

    assertThat(exit(process).signal()).isEqualTo(9);
  }

  @Test
  void aForkBombEndsWithItsSandbox() {
    assumeTrue(sandbox.enforced().processes(), "nothing bounds the number of processes here");
    SandboxProcess many =
        shell(sandbox, "i=0; while [ $i -lt 99 ]; do sleep 1000 & i=$((i+1)); done; echo all");
    assertThat(said(many)).contains("ork").doesNotContain("all");
    assertThat(pidsOf(sandbox)).hasSizeBetween(50, 64);
    sandbox.killAll();

    SandboxProcess bomb = shell(sandbox, "echo up; b() { b | b & }; b; sleep 1000");
    awaitLine(bomb, "up");

    sandbox.killAll();
    assertThat(run(sandbox, "echo alive")).isEqualTo("alive");
  }

  @Test
  void tooMuchMemoryIsAKillThatCounts() {
    assumeTrue(sandbox.enforced().memory(), "memory is not limited here");
    assumePython();
    SandboxProcess process =
        sandbox.exec(
            "hog", List.of("/usr/bin/python3", "-c", "x = bytearray(300 << 20)"), Map.of());

    assertThat(exit(process)).isEqualTo(new SandboxProcess.Exit(137, 9));
    assertThat(sandbox.outOfMemoryKills()).isEqualTo(1);
    assertThat(sandbox.maxMemoryUsed()).isGreaterThanOrEqualTo(128L << 20);
  }

  @Test
  void memoryUsedFollowsTheProcessesAndNotThePageCache() {
    assumePython();
    assumeTrue(Proc.available(), "memory is read from /proc");
    SandboxProcess process =
        sandbox.exec(
            "user",
            List.of(
                "/usr/bin/python3",
                "-c",
                "import time, sys\n"
                    + "x = bytearray(50 << 20)\n"
                    + "x = None\n"
                    + "f = open('"
                    + sandbox.paths().tmp()
                    + "/f', 'wb')\n"
                    + "for i in range(10): f.write(bytes(1 << 20))\n"
                    + "f.close()\n"
                    + "print('up', flush=True)\n"
                    + "time.sleep(1000)\n"),
            Map.of());
    awaitLine(process, "up");

    assertThat(sandbox.maxMemoryUsed()).isBetween(50L << 20, 75L << 20);
  }

  @Test
  void aFullTmpAnswersThatThereIsNoSpace() {
    assumeTrue(sandbox.enforced().tmp(), "/tmp is not limited here");

    assertThat(run(sandbox, "head -c 20000000 /dev/zero >/tmp/f || echo failed; rm /tmp/f"))
        .contains("No space left on device", "failed");
  }

  @Test
  void allSandboxesSeeTheSharedFiles() {
    assertThat(run(sandbox, "cat '" + sandbox.paths().shared() + "/shared.txt'"))
        .isEqualTo("for all");
  }

  @Test
  void tmpDoesNotCountAsMemory() {
    assumeTrue(sandbox.enforced().memory(), "memory is not limited here");
    try (Sandbox large =
        sandboxes.start(
            new SandboxSpec(
                "large",
                directory.resolve("task"),
                null,
                directory.resolve("runtime"),
                List.of(),
                Map.of(),
                null,
                64,
                512,
                64))) {
      String tmp = large.paths().tmp();

      assertThat(
              run(large, "head -c 200000000 /dev/zero >'" + tmp + "/f' && ls -l '" + tmp + "/f'"))
          .contains("200000000");
      assertThat(large.outOfMemoryKills()).isZero();
      assertThat(large.maxMemoryUsed()).isLessThan(20L << 20);
    }
  }

  @Test
  void throttlingSlowsComputingDown() {
    assumeTrue(sandbox.enforced().cpu(), "CPU is not limited here");
    sandbox.throttle(true);

    String stat = run(sandbox, "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo done");
    assertThat(stat).isEqualTo("done");
    sandbox.throttle(false);
    assertThat(run(sandbox, "echo fast")).isEqualTo("fast");
  }

  @Test
  void itKnowsWhoseSocketItIs() throws IOException {
    assumePython();
    assumeTrue(Proc.available(), "sockets are found by /proc");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      SandboxProcess process =
          sandbox.exec(
              "caller",
              List.of(
                  "/usr/bin/python3",
                  "-c",
                  "import os, socket, time\n"
                      + "s = socket.create_connection(('127.0.0.1', "
                      + server.getLocalPort()
                      + "))\n"
                      + "print(os.fstat(s.fileno()).st_ino, flush=True)\n"
                      + "print('up', flush=True)\n"
                      + "time.sleep(1000)\n"),
              Map.of());
      try (Socket connection = server.accept();
          Sandbox other = sandboxes.start(spec(directory, "other"))) {
        StringBuilder text = new StringBuilder();
        await().until(() -> text.append(Places.read(process.output())).toString().contains("up"));
        long inode = Long.parseLong(text.toString().lines().findFirst().orElseThrow());

        assertThat(connection.isConnected()).isTrue();
        assertThat(sandbox.owns(inode)).isTrue();
        assertThat(sandbox.owns(inode + 1_000_000)).isFalse();
        assertThat(other.owns(inode)).isFalse();
      }
    }
  }

  @Test
  void aClosedSandboxRefusesEverything() {
    sandbox.close();
    sandbox.close();

    assertThatThrownBy(() -> shell(sandbox, "echo no"))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("sandbox one is closed");
    assertThatThrownBy(sandbox::freeze).isInstanceOf(SandboxException.class);
  }

  @Test
  void closingLeavesNoGroupMountOrDirectory() throws IOException {
    Path otherRoot = directory.resolve("root");
    Sandboxes others = Sandboxes.open(otherRoot, choice(), machine());
    Sandbox other = others.start(spec(directory, "two"));
    String tmp = other.paths().tmp();
    run(other, "mkdir '%s/a' && touch '%s/a/b' && chmod 0 '%s/a'".formatted(tmp, tmp, tmp));
    SandboxProcess process = shell(other, "echo up; exec sleep 1000");
    awaitLine(process, "up");
    List<Long> pids = pidsOf(other);
    assertThat(pids).isNotEmpty();

    others.close();

    awaitGone(pids);
    assertThat(otherRoot).isDirectoryNotContaining("glob:**/[0-9]*");
    assumeTrue(Proc.available(), "mounts are listed by /proc");
    assertThat(Proc.read(Path.of("/proc/self/mountinfo"))).doesNotContain(otherRoot.toString());
    await()
        .untilAsserted(
            () -> assertThat(loopFiles()).noneMatch(file -> file.contains(otherRoot.toString())));
    assertThat(groupsBut(sandboxes.home())).isEmpty();
  }

  @Test
  void aMissingCodeDirectoryIsAnError() {
    SandboxSpec missing =
        new SandboxSpec(
            "missing",
            directory.resolve("none"),
            null,
            directory.resolve("runtime"),
            List.of(),
            Map.of(),
            null,
            128,
            16,
            64);

    assertThatThrownBy(() -> sandboxes.start(missing))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("sandbox missing")
        .hasRootCauseMessage(directory.resolve("none").toString());
  }

  @Test
  void aVariableWithNulIsRefused() {
    assertThatThrownBy(() -> sandbox.exec("nul", List.of("/bin/true"), Map.of("A", "b\0c")))
        .isInstanceOf(SandboxException.class)
        .hasRootCauseMessage("argument: NUL at 3 of 5 (expected: none)");
    assertThat(run(sandbox, "echo well")).isEqualTo("well");
  }

  private List<Long> pidsOf(Sandbox of) {
    return ((LiveSandbox) of).members().stream().toList();
  }

  private static void awaitGone(List<Long> pids) {
    await()
        .untilAsserted(() ->
            assertThat(pids)
                .noneMatch(
                    pid -> Proc.available() ? Proc.lives(pid) : ProcessHandle.of(pid).isPresent()));
  }

  private static List<String> loopFiles() throws IOException {
    List<String> files = new ArrayList<>();
    Path blocks = Path.of("/sys/block");
    if (Files.isDirectory(blocks)) {
      try (Stream<Path> devices = Files.list(blocks)) {
        devices.forEach(device -> files.add(Proc.read(device.resolve("loop/backing_file"))));
      }
    }
    return files;
  }

  /// Our control groups that do not belong to this directory.
  private static List<Path> groupsBut(Path home) throws IOException {
    Path tree = Path.of("/sys/fs/cgroup");
    String mine = "thaw-" + Leftovers.identity(ProcessHandle.current().pid()).replace(' ', '-');
    if (!Files.isDirectory(tree)) {
      return List.of();
    }
    try (Stream<Path> groups =
        Files.find(
            tree,
            2,
            (path, _) -> {
              String name = path.getFileName().toString();
              return name.startsWith(mine) && !name.equals("thaw-" + home.getFileName());
            })) {
      return groups.toList();
    }
  }

  private static void assumePython() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no system Python 3");
  }
}
