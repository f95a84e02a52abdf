package dev.thaw.lambda.code;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.lambda.code.BadPackageException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodePackageTest {

  private static final int LINK = 0120777;

  @TempDir Path folder;

  @Test
  void unpacksFilesDirectoriesAndExecutableBits() throws IOException {
    Path zip =
        write(
            new Zip()
                .add("app.py", "print(1)", 0100600)
                .add("bin/", "", 040700)
                .add("bin/run", "#!", 0100755));

    CodePackage checked = CodePackage.check(zip);
    Path into = unpack(zip);

    assertThat(checked.entries()).isEqualTo(3);
    assertThat(checked.unzippedBytes()).isEqualTo(10);
    assertThat(into.resolve("app.py")).hasContent("print(1)");
    assertThat(Files.getPosixFilePermissions(into.resolve("app.py")))
        .contains(PosixFilePermission.OTHERS_READ)
        .doesNotContain(PosixFilePermission.OWNER_EXECUTE);
    assertThat(Files.getPosixFilePermissions(into.resolve("bin/run")))
        .contains(PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
  }

  @Test
  void unpacksAnEmptyFileThatIsCompressed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : List.of("pkg/__init__.py", "pkg/app.py")) {
        out.putNextEntry(new java.util.zip.ZipEntry(name));
        out.closeEntry();
      }
    }
    Path zip = Files.write(folder.resolve("empty-files.zip"), bytes.toByteArray());

    assertThat(CodePackage.check(zip).unzippedBytes()).isZero();
    assertThat(unpack(zip).resolve("pkg/__init__.py")).isEmptyFile();
  }

  @Test
  void keepsLinksThatStayInside() throws IOException {
    Path zip =
        write(
            new Zip()
                .add("lib/a/real.so", "x", 0100644)
                .add("lib/b/link.so", "../a/real.so", LINK)
                .add("top", "./lib", LINK));

    CodePackage.check(zip);
    Path into = unpack(zip);

    assertThat(into.resolve("lib/b/link.so")).isSymbolicLink().hasContent("x");
    assertThat(into.resolve("top/a/real.so")).hasContent("x");
  }

  @Test
  void readsAZipOfTheJdk() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream writer = new ZipOutputStream(out)) {
      writer.putNextEntry(new java.util.zip.ZipEntry("größe.txt"));
      writer.write("content ".repeat(100_000).getBytes(UTF_8));
      writer.closeEntry();
    }
    Path zip = write(out.toByteArray());

    assertThat(CodePackage.check(zip).unzippedBytes()).isEqualTo(800_000);
    assertThat(unpack(zip).resolve("größe.txt")).hasSize(800_000);
  }

  @Test
  void readsAZipBehindOtherBytes() throws IOException {
    byte[] zip = new Zip().add("a", "1", 0100644).bytes();
    byte[] whole = Arrays.copyOf("#!/bin/sh\n".getBytes(UTF_8), 10 + zip.length);
    System.arraycopy(zip, 0, whole, 10, zip.length);

    assertThat(CodePackage.check(write(whole)).entries()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../up",
        "a/../../up",
        "/etc/passwd",
        "\\up",
        "a\\..\\..\\up",
        "C:\\x",
        "c:x",
        "..",
        "a/..",
        "nul\u0000byte",
        "line\nbreak"
      })
  void refusesAPathThatLeavesTheRootOrCannotBeAName(String name) throws IOException {
    assertRefused(new Zip().add("ok", "1", 0100644).add(name, "1", 0100644), Reason.UNREADABLE);
  }

  @Test
  void refusesAName256BytesLong() throws IOException {
    assertRefused(new Zip().add("a".repeat(256), "1", 0100644), Reason.UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../x", "../../x", "d/../../x", "lib/../..", ""})
  void refusesALinkThatMayLeaveTheRoot(String target) throws IOException {
    assertRefused(new Zip().add("ok", "1", 0100644).add("link", target, LINK), Reason.UNREADABLE);
  }

  @Test
  void refusesALinkThatClimbsThroughAnother() throws IOException {
    assertRefused(
        new Zip().add("d1/d2/up", "../..", LINK).add("out", "d1/d2/up/../..", LINK),
        Reason.UNREADABLE);
  }

  @Test
  void refusesAnEntryBelowALinkOrAFile() throws IOException {
    assertRefused(new Zip().add("link", ".", LINK).add("link/x", "1", 0100644), Reason.UNREADABLE);
    assertRefused(
        new Zip().add("file", "1", 0100644).add("file/x", "1", 0100644), Reason.UNREADABLE);
  }

  @Test
  void refusesANameThatIsThereTwice() throws IOException {
    assertRefused(new Zip().add("a", "1", 0100644).add("a", "2", 0100644), Reason.UNREADABLE);
    assertRefused(new Zip().add("a", "1", 0100644).add("./a", "2", 0100644), Reason.UNREADABLE);
    assertRefused(new Zip().add("a", "1", 0100644).add("a/", "", 040755), Reason.UNREADABLE);
  }

  @Test
  void refusesEntriesThatShareTheirData() throws IOException {
    byte[] zip = new Zip().add("a", "same", 0100644).add("b", "same", 0100644).bytes();
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int second = lastCentral(buffer);
    buffer.putInt(second + 42, 0);
    buffer.put(second + 46, (byte) 'a');

    assertRefused(zip, Reason.UNREADABLE);
  }

  @Test
  void refusesALocalHeaderOfAnotherName() throws IOException {
    byte[] zip = new Zip().add("good", "1", 0100644).bytes();
    zip[30] = 'f';

    assertRefused(zip, Reason.UNREADABLE);
  }

  @Test
  void refusesContentThatIsNotAsAnnounced() throws IOException {
    byte[] zip = new Zip().add("a", "hello", 0100644).bytes();
    zip[31] ^= 1;

    assertRefused(zip, Reason.UNREADABLE);
  }

  @Test
  void stopsABombAtTheLimit() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] zeros = new byte[1 << 20];
    try (ZipOutputStream writer = new ZipOutputStream(out)) {
      for (int entry = 0; entry < 3; entry++) {
        writer.putNextEntry(new java.util.zip.ZipEntry("zeros" + entry));
        for (int i = 0; i < 100; i++) {
          writer.write(zeros);
        }
        writer.closeEntry();
      }
    }

    assertRefused(out.toByteArray(), Reason.TOO_BIG);
  }

  @Test
  void refusesABombThatLiesAboutItsSize() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream writer = new ZipOutputStream(out)) {
      writer.putNextEntry(new java.util.zip.ZipEntry("zeros"));
      writer.write(new byte[1 << 20]);
      writer.closeEntry();
    }
    byte[] zip = out.toByteArray();
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(lastCentral(buffer) + 24, 10);

    assertRefused(zip, Reason.UNREADABLE);
  }

  @Test
  void refusesWhatIsNoZipOrEmpty() throws IOException {
    assertRefused(new byte[0], Reason.UNREADABLE);
    assertRefused("this is not a zip".repeat(10).getBytes(UTF_8), Reason.UNREADABLE);
    assertRefused(new Zip().bytes(), Reason.EMPTY);
    assertRefused(new Zip().add("only/", "", 040755), Reason.EMPTY);
  }

  @Test
  void anyMutationIsReadOrRefusedAndStaysInside() throws IOException {
    byte[] good =
        new Zip().add("a/b", "hello", 0100644).add("l", "a/b", LINK).add("c", "1", 0100755).bytes();
    long seed = System.nanoTime();
    RandomGenerator random = new SplittableRandom(seed);
    for (int i = 0; i < 1500; i++) {
      byte[] bad = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      Path zip = write(bad);
      try {
        CodePackage.check(zip);
      } catch (BadPackageException _) {
        // Refused with a named error: as it should be
      } catch (RuntimeException | IOException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }

  private void assertRefused(Zip zip, Reason reason) throws IOException {
    assertRefused(zip.bytes(), reason);
  }

  private void assertRefused(byte[] bytes, Reason reason) throws IOException {
    Path zip = write(bytes);
    assertThatThrownBy(() -> CodePackage.check(zip))
        .isInstanceOfSatisfying(
            BadPackageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static int lastCentral(ByteBuffer zip) {
    int at = zip.limit() - 4;
    while (zip.getInt(at) != 0x02014b50) {
      at--;
    }
    return at;
  }

  private Path write(Zip zip) throws IOException {
    return write(zip.bytes());
  }

  private Path write(byte[] zip) throws IOException {
    return Files.write(folder.resolve("package.zip"), zip);
  }

  private Path unpack(Path zip) throws IOException {
    Path into = Files.createTempDirectory(folder, "into");
    CodePackage.unpack(zip, into);
    return into;
  }
}
