package dev.thaw.lambda.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.lambda.code.InvalidCodePackage.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodePackageTest {

  @TempDir Path directory;

  @Test
  void unpacksFilesWithTheirModesAndLinks() throws Exception {
    Path zip =
        python(
            "i = zipfile.ZipInfo('bin/run'); i.create_system = 3; i.external_attr = 0o100755 << 16; z.writestr(i, 'x')",
            "z.writestr('app.py', 'y')",
            "i = zipfile.ZipInfo('bin/link'); i.create_system = 3; i.external_attr = 0o120777 << 16; z.writestr(i, '../app.py')");

    assertThat(CodePackage.check(zip)).isEqualTo(new CodePackage.Summary(3, 2));
    Path into = Files.createDirectory(directory.resolve("into"));
    CodePackage.unpack(zip, into);

    assertThat(into.resolve("bin/run")).isExecutable();
    assertThat(Files.isExecutable(into.resolve("app.py"))).isFalse();
    assertThat(into.resolve("bin/link")).hasContent("y");
  }

  @Test
  void refusesEntriesThatLeaveThePackage() throws Exception {
    for (String name : List.of("../x", "a/../../x", "/etc/passwd", "C:\\x", "a\\..\\..\\x")) {
      Path zip = zip(name, "evil");

      assertThatThrownBy(() -> CodePackage.check(zip))
          .as(name)
          .isInstanceOfSatisfying(
              InvalidCodePackage.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNSAFE));
      Path into = Files.createDirectories(directory.resolve("out"));
      assertThatThrownBy(() -> CodePackage.unpack(zip, into))
          .isInstanceOf(InvalidCodePackage.class);
      assertThat(into).isEmptyDirectory();
    }
  }

  @Test
  void refusesLinksThatLeadOut() throws Exception {
    for (String target :
        List.of("/etc/passwd", "../../etc/passwd", "a/../../..", "/var/task/../../etc")) {
      Path zip =
          python(
              "i = zipfile.ZipInfo('d/link'); i.create_system = 3; i.external_attr = 0o120777 << 16; z.writestr(i, '"
                  + target
                  + "')");

      assertThatThrownBy(() -> CodePackage.check(zip))
          .as(target)
          .isInstanceOfSatisfying(
              InvalidCodePackage.class, e -> assertThat(e.problem()).isEqualTo(Problem.UNSAFE));
    }
  }

  @Test
  void refusesAFileBehindALinkOfThePackageThatLeadsOut() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Path into = Files.createDirectory(directory.resolve("into"));
    Files.createSymbolicLink(into.resolve("d"), outside);
    Path zip = zip("d/x", "evil");

    assertThatThrownBy(() -> CodePackage.unpack(zip, into)).isInstanceOf(InvalidCodePackage.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void refusesAnEmptyPackage() throws Exception {
    Path zip = python();

    assertThatThrownBy(() -> CodePackage.check(zip))
        .isInstanceOfSatisfying(
            InvalidCodePackage.class, e -> assertThat(e.problem()).isEqualTo(Problem.EMPTY));
  }

  @Test
  void stopsReadingABombAtTheLimit() throws Exception {
    Path zip = python("z.writestr('zeros', bytes(300 * 1024 * 1024), zipfile.ZIP_DEFLATED)");

    assertThat(Files.size(zip)).isLessThan(1_000_000);
    assertThatThrownBy(() -> CodePackage.check(zip))
        .isInstanceOfSatisfying(
            InvalidCodePackage.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
  }

  @Test
  void refusesTheSameNameTwice() throws Exception {
    Path zip = python("z.writestr('a', '1')", "z.writestr('a', '2')");

    assertThatThrownBy(() -> CodePackage.check(zip))
        .isInstanceOf(InvalidCodePackage.class)
        .hasMessageContaining("twice");
  }

  @Test
  void refusesWhatIsNoZip() throws Exception {
    for (byte[] bytes :
        List.of(new byte[0], "PK".getBytes(StandardCharsets.UTF_8), new byte[70_000])) {
      Path file = Files.write(directory.resolve("no.zip"), bytes);

      assertThatThrownBy(() -> CodePackage.check(file))
          .isInstanceOfSatisfying(
              InvalidCodePackage.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_A_ZIP));
    }
  }

  @Test
  void aDamagedZipIsRefusedOrReadButNeverAnythingElse() throws Exception {
    byte[] whole = Files.readAllBytes(zip("app.py", "def handler(e, c): return 1\n".repeat(50)));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j <= random.nextInt(4); j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(directory.resolve("damaged.zip"), damaged);
      try {
        CodePackage.check(file);
      } catch (InvalidCodePackage | IOException e) {
        assertThat(e.getMessage()).isNotNull();
      }
    }
  }

  private Path zip(String name, String content) throws IOException {
    Path zip = Files.createTempFile(directory, "p", ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry(name));
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return zip;
  }

  /// Python's writer can say what Java's cannot: modes, links, names that occur twice.
  private Path python(String... statements) throws Exception {
    Path zip = directory.resolve("python-" + System.nanoTime() + ".zip");
    String script =
        "import zipfile, sys, warnings; warnings.simplefilter('ignore')\nz = zipfile.ZipFile(sys.argv[1], 'w')\n"
            + String.join("\n", statements)
            + "\nz.close()\n";
    Process process =
        new ProcessBuilder("python3", "-c", script, zip.toString()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
    return zip;
  }
}
