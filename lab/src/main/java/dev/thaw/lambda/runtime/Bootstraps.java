package dev.thaw.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/// Lays out what functions see as `/var/runtime`: our bootstrap, and beside it AWS's libraries if
/// they were fetched. Files are written once per content and never changed in place, so several
/// running thaws can share a data folder.
final class Bootstraps {

  private static final String PYTHON = "python/bootstrap.py";
  private static final String NODE = "node/bootstrap.js";

  private final Path folder;
  private final RuntimeLibraries libraries;

  Bootstraps(Path dataFolder, RuntimeLibraries libraries) {
    this.folder = dataFolder.resolve("runtimes");
    this.libraries = libraries;
  }

  /// A directory with `bootstrap.py` and the same compiled by and for this interpreter: compiling
  /// it takes longer than everything else it does before the handler is imported.
  Path python(Interpreter interpreter) {
    byte[] source = resource(PYTHON);
    Path directory =
        libraries
            .python(interpreter)
            .orElseGet(() -> folder.resolve("python" + interpreter.version() + "-" + hash(source)));
    Path script = directory.resolve("bootstrap.py");
    Path compiled = directory.resolve(compiledName(interpreter, source));
    write(ensure(directory).resolve("bootstrap.py"), source);
    if (!Files.exists(compiled)) {
      compile(interpreter, script, compiled);
    }
    return directory;
  }

  /// The name of the compiled bootstrap within the directory: other sources and other interpreters
  /// have other names.
  static String compiledName(Interpreter interpreter, byte[] source) {
    byte[] who =
        (interpreter.executable() + " " + interpreter.version())
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] both = Arrays.copyOf(source, source.length + who.length);
    System.arraycopy(who, 0, both, source.length, who.length);
    return "bootstrap-" + hash(both) + ".pyc";
  }

  static String compiledName(Interpreter interpreter) {
    return compiledName(interpreter, resource(PYTHON));
  }

  /// A directory with `bootstrap.js`.
  Path node(Interpreter interpreter) {
    byte[] source = resource(NODE);
    Path directory =
        libraries.node(interpreter).orElseGet(() -> folder.resolve("node-" + hash(source)));
    write(ensure(directory).resolve("bootstrap.js"), source);
    return directory;
  }

  /// An empty directory, for functions that bring their own runtime.
  Path none() {
    return ensure(folder.resolve("provided"));
  }

  private static void compile(Interpreter interpreter, Path script, Path compiled) {
    Path fresh = sibling(compiled);
    // the name in stack traces is the one that functions see, wherever the file lies
    String program =
        """
        import py_compile, sys
        py_compile.compile(sys.argv[1], sys.argv[2], "/var/runtime/bootstrap.py", doraise=True)
        print("compiled")
        """;
    List<String> arguments =
        List.of("-I", "-S", "-c", program, script.toString(), fresh.toString());
    if (Question.ask(interpreter.executable(), arguments).isEmpty()) {
      throw new RuntimeUnavailable(
          "Python " + interpreter + " cannot compile thaw's bootstrap " + script);
    }
    publish(fresh, compiled);
  }

  private static void write(Path file, byte[] content) {
    try {
      if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
        return;
      }
      Path fresh = sibling(file);
      Files.write(fresh, content);
      publish(fresh, file);
    } catch (IOException error) {
      throw new UncheckedIOException("cannot write the bootstrap " + file, error);
    }
  }

  private static void publish(Path fresh, Path file) {
    try {
      // functions run as another user
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException error) {
      throw new UncheckedIOException("cannot put " + file + " in place at once", error);
    } catch (IOException error) {
      throw new UncheckedIOException("cannot write the bootstrap " + file, error);
    }
  }

  private static Path sibling(Path file) {
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
  }

  private static Path ensure(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      return directory;
    } catch (IOException error) {
      throw new UncheckedIOException("cannot make the directory " + directory, error);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream input = Bootstraps.class.getResourceAsStream(name)) {
      if (input == null) {
        throw new IllegalStateException("thaw was built without " + name);
      }
      return input.readAllBytes();
    } catch (IOException error) {
      throw new UncheckedIOException("cannot read " + name, error);
    }
  }

  static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
