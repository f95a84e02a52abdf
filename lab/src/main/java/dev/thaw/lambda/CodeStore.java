package dev.thaw.lambda;

import dev.thaw.lambda.FunctionSpec.CodeArtifact;
import dev.thaw.lambda.sandbox.Directories;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Brings a function's code to the machine: copies the package from where it is stored, then
/// unpacks it.
///
/// Whether environments share what was unpacked is a choice, as real workers keep a cache too:
/// shared, only the first environment pays; not shared, every cold start does.
final class CodeStore {

  enum Sharing {
    MACHINE,
    NONE
  }

  /// Unpacks a checked zip into an empty directory.
  @FunctionalInterface
  interface Unpacker {
    void unpack(Path zip, Path into) throws IOException;
  }

  /// What an environment mounts.
  ///
  /// @param opt merged layers; empty without any
  record Code(Path task, Optional<Path> opt) {}

  private final Path root;
  private final Sharing sharing;
  private final Unpacker unpacker;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  CodeStore(Path root, Sharing sharing, Unpacker unpacker) {
    this.root = root;
    this.sharing = sharing;
    this.unpacker = unpacker;
  }

  /// Makes a function's code ready, recording `download` and `unpack`.
  ///
  /// @param environment id; its directory is removed by [#release]
  Code prepare(FunctionSpec function, String environment, Timeline timeline) {
    List<CodeArtifact> packages =
        Stream.concat(Stream.of(function.code()), function.layers().stream()).toList();
    if (sharing == Sharing.NONE) {
      Path own = root.resolve("environments").resolve(environment);
      return unpackAll(packages, own, timeline);
    }
    String key = String.join("-", packages.stream().map(p -> p.sha256().substring(0, 24)).toList());
    Path shared = root.resolve("shared").resolve(key);
    synchronized (locks.computeIfAbsent(key, k -> new Object())) {
      if (Files.isDirectory(shared)) {
        long now = timeline.clock().now();
        timeline
            .record("download", dev.thaw.timeline.Origin.MEASURED, now, now)
            .note("cached", true);
        timeline.record("unpack", dev.thaw.timeline.Origin.MEASURED, now, now).note("cached", true);
        return code(shared, packages);
      }
      Path fresh = root.resolve("environments").resolve(environment);
      unpackAll(packages, fresh, timeline);
      try {
        Files.createDirectories(shared.getParent());
        Files.move(fresh, shared, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException e) {
        release(environment);
      } catch (IOException e) {
        throw new UncheckedIOException("code: cannot keep " + shared, e);
      }
      return code(shared, packages);
    }
  }

  /// Removes what an environment had for itself.
  void release(String environment) {
    Directories.delete(root.resolve("environments").resolve(environment));
  }

  private Code unpackAll(List<CodeArtifact> packages, Path into, Timeline timeline) {
    try {
      Path task = Files.createDirectories(into.resolve("task"));
      Path fetched = Files.createDirectories(into.resolve("fetched"));
      Timeline.Mark download = timeline.begin("download");
      long bytes = 0;
      for (CodeArtifact artifact : packages) {
        bytes += artifact.bytes();
        Files.copy(
            artifact.zip(),
            fetched.resolve(artifact.sha256()),
            StandardCopyOption.REPLACE_EXISTING);
      }
      download.note("bytes", bytes).end();
      Timeline.Mark unpack = timeline.begin("unpack");
      unpacker.unpack(fetched.resolve(packages.getFirst().sha256()), task);
      Path layers = into.resolve("layers");
      for (CodeArtifact layer : packages.subList(1, packages.size())) {
        unpacker.unpack(fetched.resolve(layer.sha256()), Files.createDirectories(layers));
        LayerMerge.lay(layers, Files.createDirectories(into.resolve("opt")));
        Directories.delete(layers);
      }
      unpack.end();
      Directories.delete(fetched);
      return code(into, packages);
    } catch (IOException e) {
      throw new UncheckedIOException("code: cannot unpack into " + into + ": " + e.getMessage(), e);
    }
  }

  private static Code code(Path directory, List<CodeArtifact> packages) {
    return new Code(
        directory.resolve("task"),
        packages.size() > 1 ? Optional.of(directory.resolve("opt")) : Optional.empty());
  }
}
