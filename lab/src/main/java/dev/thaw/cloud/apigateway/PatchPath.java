package dev.thaw.cloud.apigateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pattern of patch paths: `/variables/*`, where `*` stands for one segment of any content. In
/// paths `~1` is a slash and `~0` a tilde.
record PatchPath(List<String> segments) {

  static PatchPath of(String pattern) {
    return new PatchPath(split(pattern));
  }

  private static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /// What stands in the place of the stars, unescaped; empty where the path is another one.
  Optional<List<String>> match(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    List<String> given = split(path);
    if (given.size() != segments.size()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      if (segments.get(i).equals("*")) {
        if (given.get(i).isEmpty()) {
          return Optional.empty();
        }
        names.add(unescape(given.get(i)));
      } else if (!segments.get(i).equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }

  /// `~1` first, so that `~01` is `~1`.
  static String unescape(String segment) {
    return segment.replace("~1", "/").replace("~0", "~");
  }

  static String escape(String segment) {
    return segment.replace("~", "~0").replace("/", "~1");
  }

  @Override
  public String toString() {
    return "/" + String.join("/", segments).replace("*", "{name}");
  }
}
