package dev.thaw.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Installs from files of the test alone: no registry is asked.
class DependenciesTest {

  @TempDir Path directory;

  private final List<String> said = new ArrayList<>();
  private Path source = Path.of("");
  private Path cache = Path.of("");
  private Path scratch = Path.of("");

  @BeforeEach
  void directories() throws IOException {
    source = Files.createDirectory(directory.resolve("function"));
    cache = directory.resolve("cache");
    scratch = Files.createDirectory(directory.resolve("scratch"));
    Files.writeString(source.resolve("app.py"), "import thing\ndef handler(e, c): pass\n");
  }

  @Test
  void requirementsWithoutAnEntryNeedNoPip() throws IOException {
    requirements("# nothing yet\n\n  \n--no-cache-dir\n");

    assertThat(dependencies().python(source, Path.of("/no/such/python"))).isEmpty();
    assertThat(cache).doesNotExist();
  }

  @Test
  void aWheelOfTheDirectoryIsInstalledIntoThePackage() throws IOException {
    Path python = pythonWithPip();
    wheel();
    requirements("--no-index\n./thing-1.0-py3-none-any.whl\n");

    DeploymentPackage made =
        new Packager(cache, _ -> python, said::add).make(source, Optional.empty(), scratch);

    try (ZipFile zip = new ZipFile(made.zip().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .contains("app.py", "thing/__init__.py")
          .noneMatch(name -> name.endsWith(".pyc"));
    }
    assertThat(made.dependencies())
        .singleElement()
        .satisfies(thing -> {
          assertThat(thing.name()).isEqualTo("thing");
          assertThat(thing.bytes()).isGreaterThan(10);
        });
    assertThat(said).contains("installing the function's dependencies");
  }

  @Test
  void aFailedInstallationIsToldAndLeavesNothing() throws IOException {
    Path python = pythonWithPip();
    requirements("--no-index\nthere-is-no-such-distribution==1.0\n");

    assertThatThrownBy(() -> dependencies().python(source, python))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("pip install")
        .hasMessageContaining("there-is-no-such-distribution");
    assertThat(entries(cache)).isEmpty();
  }

  @Test
  void anInterpreterThatIsNotThereIsNamed() throws IOException {
    requirements("thing\n");

    assertThatThrownBy(() -> dependencies().python(source, Path.of("/no/such/python")))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("/no/such/python cannot be started");
  }

  @Test
  void theSameRequirementsAreInstalledOnce() throws IOException {
    Path pip = fakePython("3.13.1");
    requirements("thing==1.0\n");

    Optional<Path> first = dependencies().python(source, pip);
    Optional<Path> second = dependencies().python(source, pip);

    assertThat(second).isEqualTo(first);
    assertThat(Files.readString(directory.resolve("calls"))).isEqualTo("x\n");
  }

  @Test
  void anotherVersionOrAnotherIncludedFileIsInstalledAnew() throws IOException {
    requirements("-r more.txt\n");
    Files.writeString(source.resolve("more.txt"), "thing==1.0\n");
    Optional<Path> first = dependencies().python(source, fakePython("3.13.1"));
    Optional<Path> newer = dependencies().python(source, fakePython("3.13.2"));
    Files.writeString(source.resolve("more.txt"), "thing==2.0\n");
    Optional<Path> changed = dependencies().python(source, fakePython("3.13.2"));

    assertThat(Stream.of(first, newer, changed).distinct()).hasSize(3);
    assertThat(entries(cache)).hasSize(3);
  }

  @Test
  void whatLiesInADirectoryIsNeverTakenFromTheCache() throws IOException {
    Path pip = fakePython("3.13.1");
    for (String local : List.of("./thing", "-e thing", "/opt/thing", "thing @ file:///opt/thing")) {
      requirements(local + "\n");
      assertThat(Requirements.read(source.resolve("requirements.txt")).reproducible())
          .as(local)
          .isFalse();
    }
    dependencies().python(source, pip);
    dependencies().python(source, pip);
    assertThat(Files.readString(directory.resolve("calls"))).isEqualTo("x\nx\n");
    assertThat(entries(cache)).hasSize(1);
  }

  @Test
  void requirementsThatIncludeThemselvesOrNothingEnd() throws IOException {
    requirements("-r requirements.txt\nthing>=1 # the thing\n");
    assertThat(Requirements.read(source.resolve("requirements.txt")).texts()).hasSize(1);

    requirements("-r gone.txt\n");
    assertThatThrownBy(() -> Requirements.read(source.resolve("requirements.txt")))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("gone.txt");
    Files.write(source.resolve("requirements.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThatThrownBy(() -> Requirements.read(source.resolve("requirements.txt")))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void aManifestThatIsNoJsonIsRefused() throws IOException {
    for (String text : List.of("", "{", "{\"dependencies\": 7}", "{\"dependencies\": \"x\"}")) {
      Files.writeString(source.resolve("package.json"), text);
      assertThatThrownBy(() -> dependencies().node(source))
          .as(text)
          .isInstanceOf(PackagingException.class)
          .hasMessageContaining("package.json");
    }
  }

  @Test
  void aManifestWithoutDependenciesNeedsNoNpm() throws IOException {
    for (String text :
        List.of("{}", "{\"dependencies\": {}}", "{\"devDependencies\": {\"x\": \"1\"}}")) {
      Files.writeString(source.resolve("package.json"), text);
      assertThat(dependencies().node(source)).as(text).isEmpty();
    }
  }

  @Test
  void bytesAreCountedByDistribution() throws IOException {
    Path python = Files.createDirectory(directory.resolve("python"));
    write(python, "flask/app.py", 100);
    write(python, "flask/json/tag.py", 50);
    write(python, "typing_extensions.py", 30);
    write(python, "stray.py", 7);
    Files.createDirectory(python.resolve("Flask-3.0.dist-info"));
    Files.writeString(
        python.resolve("Flask-3.0.dist-info/RECORD"),
        "flask/app.py,sha256=x,100\nflask/json/tag.py,,\n../../bin/flask,,\n,,\nnonsense\n\u0000,,\n");
    Files.createDirectory(python.resolve("typing_extensions-4.1.dist-info"));
    Files.writeString(
        python.resolve("typing_extensions-4.1.dist-info/RECORD"), "typing_extensions.py,,\n");
    assertThat(Distributions.in(python))
        .contains(
            new DeploymentPackage.Dependency("Flask", 150),
            new DeploymentPackage.Dependency("typing_extensions", 30),
            new DeploymentPackage.Dependency("stray.py", 7))
        .startsWith(new DeploymentPackage.Dependency("Flask", 150));

    Path node = Files.createDirectory(directory.resolve("node"));
    write(node, "node_modules/express/index.js", 10);
    write(node, "node_modules/@aws-sdk/core/index.js", 20);
    write(node, "node_modules/@aws-sdk/client-s3/index.js", 30);
    write(node, "node_modules/.package-lock.json", 99);
    assertThat(Distributions.in(node))
        .containsExactly(
            new DeploymentPackage.Dependency("@aws-sdk/client-s3", 30),
            new DeploymentPackage.Dependency("@aws-sdk/core", 20),
            new DeploymentPackage.Dependency("express", 10));
  }

  private Dependencies dependencies() {
    return new Dependencies(cache, said::add);
  }

  private void requirements(String text) throws IOException {
    Files.writeString(source.resolve("requirements.txt"), text);
  }

  /// Counts its calls, and installs a file.
  private Path fakePython(String version) throws IOException {
    Path file = directory.resolve("python");
    Files.writeString(
        file,
        """
        #!/bin/sh
        if [ "$1" = --version ]; then echo Python %s; exit; fi
        echo x >> '%s'
        while [ "$1" != --target ]; do shift; done
        echo 1 > "$2/thing.py"
        """
            .formatted(version, directory.resolve("calls")));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private static Path pythonWithPip() throws IOException {
    for (String name : List.of("python3", "/usr/bin/python3")) {
      try {
        Process process =
            new ProcessBuilder(name, "-m", "pip", "--version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() == 0) {
          return Path.of(name);
        }
      } catch (IOException e) {
        // not there: the next one may be
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
    assumeTrue(false, "no Python 3 with pip on this machine");
    throw new IllegalStateException();
  }

  /// A distribution as small as they come.
  private void wheel() throws IOException {
    Map<String, String> files =
        Map.of(
            "thing/__init__.py",
            "VALUE = 42\n",
            "thing-1.0.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n",
            "thing-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "thing-1.0.dist-info/RECORD",
            """
            thing/__init__.py,,
            thing-1.0.dist-info/METADATA,,
            thing-1.0.dist-info/WHEEL,,
            thing-1.0.dist-info/RECORD,,
            """);
    try (ZipOutputStream out =
        new ZipOutputStream(Files.newOutputStream(source.resolve("thing-1.0-py3-none-any.whl")))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        out.closeEntry();
      }
    }
  }

  private static void write(Path root, String name, int bytes) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
