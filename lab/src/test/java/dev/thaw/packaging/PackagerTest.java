package dev.thaw.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagerTest {

  @TempDir Path directory;

  private Path source = Path.of("");
  private Path scratch = Path.of("");

  @BeforeEach
  void directories() throws IOException {
    source = Files.createDirectory(directory.resolve("function"));
    scratch = Files.createDirectory(directory.resolve("scratch"));
  }

  @Test
  void guessesThePythonHandlerFromItsName() throws Exception {
    write(
        Map.of(
            "app.py",
            "import os\nX = 1\ndef handler(event, context):\n    return 1\n",
            "util.py",
            "def handler(): pass\n"));

    DeploymentPackage made = make();

    assertThat(made.family()).isEqualTo("python");
    assertThat(made.handler()).isEqualTo("app.handler");
    assertThat(names(made)).containsExactly("app.py", "util.py");
  }

  @Test
  void guessesNodeHandlersOfBothModuleKinds() throws Exception {
    write(Map.of("index.mjs", "export const handler = async (event) => event;\n"));
    assertThat(make().handler()).isEqualTo("index.handler");

    Files.delete(source.resolve("index.mjs"));
    write(Map.of("index.js", "async function handler(e) {}\nmodule.exports = { handler };\n"));
    assertThat(make().family()).isEqualTo("nodejs");
  }

  @Test
  void anExecutableBootstrapIsAProvidedRuntimeAndKeepsItsMode() throws Exception {
    write(Map.of("bootstrap", "#!/bin/sh\n", "data.txt", "x"));
    assertThat(source.resolve("bootstrap").toFile().setExecutable(true)).isTrue();

    DeploymentPackage made = make();

    assertThat(made.family()).isEqualTo("provided");
    Process listing =
        new ProcessBuilder(
                "python3",
                "-c",
                "import zipfile,sys\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename, oct(i.external_attr >> 16))",
                made.zip().toString())
            .start();
    assertThat(
            new String(
                listing.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("bootstrap 0o100755\ndata.txt 0o100644\n");
  }

  @Test
  void severalHandlersAreListedAndNoneIsChosen() throws IOException {
    write(
        Map.of(
            "app.py", "def handler(e, c): pass\n", "main.py", "def lambda_handler(e, c): pass\n"));

    assertThatThrownBy(this::make)
        .isInstanceOf(PackagingException.class)
        .hasMessage(
            "handler: several are possible: app.handler, main.lambda_handler; choose one with --handler");
  }

  @Test
  void aGivenHandlerNeedsItsModule() throws Exception {
    write(Map.of("src/deep.py", "def go(e, c): pass\n"));

    assertThat(make("src.deep.go").family()).isEqualTo("python");
    assertThatThrownBy(() -> make("nope.go"))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("nope.py");
  }

  @Test
  void whatIsNotThereOrEmptyIsSaidPlainly() {
    assertThatThrownBy(() -> packager().make(directory.resolve("no"), Optional.empty(), scratch))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("there is no such directory or zip");
    assertThatThrownBy(this::make)
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void aFileThatIsNoZipIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("x.zip"), "not a zip");

    assertThatThrownBy(() -> packager().make(file, Optional.empty(), scratch))
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("not a zip");
  }

  @Test
  void aLinkOutOfTheDirectoryIsRefused() throws IOException {
    write(Map.of("app.py", "def handler(e, c): pass\n"));
    Files.createSymbolicLink(
        source.resolve("secret"), Files.writeString(directory.resolve("outside"), "x"));

    assertThatThrownBy(this::make)
        .isInstanceOf(PackagingException.class)
        .hasMessageContaining("leaves the directory");
  }

  @Test
  void tellsTheSizeAndTheHashOfThePackage() throws Exception {
    write(Map.of("app.py", "def handler(e, c): pass\n", "data.txt", "x".repeat(1_000)));

    DeploymentPackage made = make();

    assertThat(made.unzippedBytes()).isEqualTo(24 + 1_000);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(made.zip()));
    assertThat(made.sha256()).isEqualTo(Base64.getEncoder().encodeToString(hash));
    DeploymentPackage again = packager().make(made.zip(), Optional.empty(), scratch);
    assertThat(again.unzippedBytes()).isEqualTo(made.unzippedBytes());
    assertThat(again.handler()).isEqualTo("app.handler");
  }

  @Test
  void aHandlerMayBeAssignedOrImported() throws Exception {
    write(Map.of("app.py", "handler: Handler = Mangum(app)\n"));
    assertThat(make().handler()).isEqualTo("app.handler");
    write(Map.of("app.py", "from site.views import build as lambda_handler  # the door\n"));
    assertThat(make().handler()).isEqualTo("app.lambda_handler");
    write(Map.of("app.py", "if handler == 3: pass\n#def handler(e, c): pass\n"));
    assertThatThrownBy(this::make).isInstanceOf(PackagingException.class);
  }

  @Test
  void moreFilesThanAShortCountsKeepTheirModes() throws Exception {
    Path zip = directory.resolve("many.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (int i = 0; i < 66_000; i++) {
        out.putNextEntry(new ZipEntry("a" + i));
        out.closeEntry();
      }
      out.putNextEntry(new ZipEntry("zz"));
      out.closeEntry();
    }
    ZipModes.mark(zip, "zz"::equals);

    try (FileSystem system =
        FileSystems.newFileSystem(zip, Map.of("enablePosixFileAttributes", true))) {
      assertThat(Files.getPosixFilePermissions(system.getPath("/zz")))
          .contains(PosixFilePermission.OWNER_EXECUTE);
      assertThat(Files.getPosixFilePermissions(system.getPath("/a65999")))
          .doesNotContain(PosixFilePermission.OWNER_EXECUTE);
    }
  }

  @Test
  void theSameFilesGiveTheSameZipAndRubbishStaysOut() throws Exception {
    write(
        Map.of(
            "app.py",
            "def handler(e, c): pass\n",
            "__pycache__/app.pyc",
            "x",
            ".git/HEAD",
            "x",
            "a/b.py",
            "y"));
    DeploymentPackage first = make();
    byte[] before = Files.readAllBytes(first.zip());
    Files.setLastModifiedTime(
        source.resolve("app.py"), java.nio.file.attribute.FileTime.fromMillis(0));
    DeploymentPackage second = make();

    assertThat(Files.readAllBytes(second.zip())).isEqualTo(before);
    assertThat(names(second)).containsExactly("a/b.py", "app.py");
  }

  private DeploymentPackage make() throws IOException {
    return packager().make(source, Optional.empty(), scratch);
  }

  private DeploymentPackage make(String handler) throws IOException {
    return packager().make(source, Optional.of(handler), scratch);
  }

  private Packager packager() {
    return new Packager(
        directory.resolve("cache"), family -> Path.of("/usr/bin/python3"), line -> {});
  }

  private void write(Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = source.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }

  private static List<String> names(DeploymentPackage made) throws IOException {
    try (ZipFile zip = new ZipFile(made.zip().toFile())) {
      return zip.stream().map(java.util.zip.ZipEntry::getName).toList();
    }
  }
}
