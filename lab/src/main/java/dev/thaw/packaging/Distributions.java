package dev.thaw.packaging;

import dev.thaw.packaging.DeploymentPackage.Dependency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How many bytes each distribution of an installation takes.
///
/// pip leaves a `RECORD` of the files of each distribution beside its modules; npm gives each a
/// directory of its own.
final class Distributions {

  private static final String INFO = ".dist-info";

  private Distributions() {}

  /// The largest first.
  static List<Dependency> in(Path installed) throws IOException {
    Path modules = installed.resolve("node_modules");
    Map<String, Long> bytes = Files.isDirectory(modules) ? node(modules) : python(installed);
    return bytes.entrySet().stream()
        .map(entry -> new Dependency(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(Dependency::bytes).reversed().thenComparing(Dependency::name))
        .toList();
  }

  private static Map<String, Long> python(Path installed) throws IOException {
    Map<String, Long> bytes = new HashMap<>();
    Map<Path, String> owners = owners(installed);
    for (Path file : files(installed)) {
      Path inside = installed.relativize(file);
      String owner = owners.getOrDefault(inside, inside.getName(0).toString());
      bytes.merge(owner, Files.size(file), Long::sum);
    }
    return bytes;
  }

  /// The distribution that each file came with.
  private static Map<Path, String> owners(Path installed) throws IOException {
    Map<Path, String> owners = new HashMap<>();
    for (Path entry : entries(installed)) {
      String name = entry.getFileName().toString();
      Path record = entry.resolve("RECORD");
      if (!name.endsWith(INFO) || !Files.isRegularFile(record)) {
        continue;
      }
      String full = name.substring(0, name.length() - INFO.length());
      int version = full.lastIndexOf('-');
      String distribution = version < 0 ? full : full.substring(0, version);
      for (String line : Files.readAllLines(record)) {
        // path,hash,size; a path that holds a comma is quoted and stays with its directory's name
        int end = line.indexOf(',');
        if (end > 0 && line.indexOf('\0') < 0) {
          owners.put(Path.of(line.substring(0, end)).normalize(), distribution);
        }
      }
    }
    return owners;
  }

  private static Map<String, Long> node(Path modules) throws IOException {
    Map<String, Long> bytes = new HashMap<>();
    for (Path file : files(modules)) {
      Path inside = modules.relativize(file);
      String top = inside.getName(0).toString();
      if (top.startsWith(".")) {
        continue;
      }
      boolean scoped = top.startsWith("@") && inside.getNameCount() > 2;
      bytes.merge(scoped ? top + "/" + inside.getName(1) : top, Files.size(file), Long::sum);
    }
    return bytes;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
