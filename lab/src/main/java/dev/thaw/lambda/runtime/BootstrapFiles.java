package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Puts the bootstraps that travel inside the program on disk, once per content.
final class BootstrapFiles {

  private static final List<String> PYTHON = List.of("bootstrap.py", "thaw_runtime.py");
  private static final List<String> NODE = List.of("index.mjs", "thaw-runtime.mjs");

  private final Path root;
  private final Map<String, Path> done = new ConcurrentHashMap<>();

  /// @param root directory for them; must be readable for whom the functions run as
  BootstrapFiles(Path root) {
    this.root = root;
  }

  Path node() {
    return done.computeIfAbsent("nodejs", key -> write("nodejs", NODE, ""));
  }

  /// With byte code for that interpreter: a read-only runtime directory would otherwise be compiled
  /// at every start.
  Path python(Interpreter interpreter) {
    return done.computeIfAbsent(
        "python-" + interpreter.executable(),
        key -> {
          Path directory =
              write("python", PYTHON, interpreter.executable() + interpreter.version());
          compile(interpreter, directory);
          return directory;
        });
  }

  private Path write(String family, List<String> names, String salt) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    MessageDigest digest = sha256();
    digest.update(salt.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (String name : names) {
      byte[] bytes = resource(family + "/" + name);
      files.put(name, bytes);
      digest.update(bytes);
    }
    String hash = HexFormat.of().formatHex(digest.digest(), 0, 8);
    Path directory = root.resolve(family + "-" + hash);
    if (Files.isDirectory(directory)) {
      return directory;
    }
    try {
      Files.createDirectories(root);
      Path fresh = Files.createTempDirectory(root, family);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(fresh.resolve(file.getKey()), file.getValue());
      }
      fresh.toFile().setReadable(true, false);
      fresh.toFile().setExecutable(true, false);
      Files.move(fresh, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      // another thaw was faster
    } catch (IOException e) {
      throw new UncheckedIOException(
          "runtime: cannot write the " + family + " bootstrap below " + root, e);
    }
    return directory;
  }

  private static void compile(Interpreter interpreter, Path directory) {
    if (Files.isDirectory(directory.resolve("__pycache__"))) {
      return;
    }
    try {
      // Unchecked byte code needs 3.7; an older interpreter compares times, which the files keep.
      List<String> command =
          interpreter.is("3.6")
              ? List.of(
                  interpreter.executable().toString(),
                  "-I",
                  "-m",
                  "compileall",
                  "-q",
                  directory.toString())
              : List.of(
                  interpreter.executable().toString(),
                  "-I",
                  "-m",
                  "compileall",
                  "-q",
                  "--invalidation-mode",
                  "unchecked-hash",
                  directory.toString());
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (IOException e) {
      // without byte code it starts a little later, that is all
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] resource(String name) {
    try (InputStream in = BootstrapFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("runtime: " + name + " is missing in the program");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
