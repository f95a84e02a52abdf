package dev.thaw.cloud.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the operation of a REST request: a tree of path segments, built once per service, walked
/// without regular expressions.
///
/// A literal segment wins over a label, a label over a greedy one. Of operations on the same path
/// and method the one wins whose query constants (`?List=ALL`) are most and all there; then the one
/// with most required parameters and headers, all there, which tells S3's CopyObject from its
/// PutObject; last, one that is not deprecated.
public final class UriTable {

  /// @param labels decoded
  public record Match(Operation operation, Map<String, String> labels) {}

  private record Target(Operation operation, List<String> labels, Map<String, String> constants) {

    /// How many required parameters and headers are there, or -1 if one is not.
    int required(RequestHead head) {
      int count = 0;
      for (Shape.Member member : operation.input().members().values()) {
        if (member.required()) {
          Optional<String> value =
              switch (member.location()) {
                case QUERY -> head.query().first(member.wireName());
                case HEADER -> head.header(member.wireName().toLowerCase(Locale.ROOT));
                case BODY, URI, HEADERS, STATUS -> Optional.of("");
              };
          if (value.isEmpty()) {
            return -1;
          }
          count += member.location() == Shape.Location.URI ? 0 : 1;
        }
      }
      return count;
    }
  }

  /// One look for an operation.
  ///
  /// @param starts where in the path each segment begins
  private record Walk(RequestHead head, String path, List<String> segments, List<Integer> starts) {}

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final List<Target> targets = new ArrayList<>();
    final List<Target> greedy = new ArrayList<>();
    @Nullable Node label;
  }

  private final Node root = new Node();

  private UriTable() {}

  static UriTable of(Collection<Operation> operations) {
    UriTable table = new UriTable();
    operations.forEach(table::add);
    return table;
  }

  private void add(Operation operation) {
    int mark = operation.uri().indexOf('?');
    String path = mark < 0 ? operation.uri() : operation.uri().substring(0, mark);
    Map<String, String> constants = new HashMap<>();
    if (mark >= 0) {
      Query.parse(operation.uri().substring(mark + 1))
          .forEach((name, values) -> constants.put(name, values.getFirst()));
    }
    List<String> labels = new ArrayList<>();
    Target target = new Target(operation, labels, constants);
    Node node = root;
    for (String segment : segments(path)) {
      if (segment.startsWith("{") && segment.endsWith("+}")) {
        labels.add(segment.substring(1, segment.length() - 2));
        insert(node.greedy, target);
        return;
      }
      if (segment.startsWith("{")) {
        labels.add(segment.substring(1, segment.length() - 1));
        node.label = node.label == null ? new Node() : node.label;
        node = node.label;
      } else {
        node = node.literals.computeIfAbsent(segment, key -> new Node());
      }
    }
    insert(node.targets, target);
  }

  private static void insert(List<Target> targets, Target target) {
    targets.add(target);
    targets.sort(
        Comparator.comparingInt((Target each) -> -each.constants().size())
            .thenComparing(each -> each.operation().deprecated()));
  }

  /// @param path raw, beginning with a slash; may be another than the head's
  Optional<Match> match(RequestHead head, String path) {
    List<String> segments = new ArrayList<>(8);
    List<Integer> starts = new ArrayList<>(8);
    split(path, segments, starts);
    Walk walk = new Walk(head, path, segments, starts);
    return Optional.ofNullable(match(root, walk, 0, new ArrayList<>(4)));
  }

  private static @Nullable Match match(Node node, Walk walk, int at, List<String> values) {
    if (at == walk.segments().size()) {
      return choose(node.targets, walk.head(), values);
    }
    String segment = walk.segments().get(at);
    Node literal = node.literals.get(segment);
    if (literal != null) {
      Match match = match(literal, walk, at + 1, values);
      if (match != null) {
        return match;
      }
    }
    if (node.label != null && !segment.isEmpty()) {
      values.add(segment);
      Match match = match(node.label, walk, at + 1, values);
      values.removeLast();
      if (match != null) {
        return match;
      }
    }
    if (!node.greedy.isEmpty()) {
      // With its slashes, also at the end: they belong to the keys of S3
      values.add(walk.path().substring(walk.starts().get(at)));
      Match match = choose(node.greedy, walk.head(), values);
      values.removeLast();
      return match;
    }
    return null;
  }

  private static @Nullable Match choose(
      List<Target> targets, RequestHead head, List<String> values) {
    Target chosen = null;
    int most = 0;
    for (Target target : targets) {
      boolean possible =
          target.operation().method().equals(head.method())
              && (chosen == null || target.constants().size() == chosen.constants().size())
              && head.query().hasAll(target.constants());
      if (possible) {
        int required = target.required(head);
        if (chosen == null || required > most) {
          chosen = target;
          most = required;
        }
      }
    }
    if (chosen == null) {
      return null;
    }
    Map<String, String> labels = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      labels.put(chosen.labels().get(i), decode(values.get(i)));
    }
    return new Match(chosen.operation(), labels);
  }

  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(8);
    split(path, segments, new ArrayList<>(8));
    return segments;
  }

  /// Splits without regular expressions; a slash at the end opens no segment of its own.
  private static void split(String path, List<String> segments, List<Integer> starts) {
    int from = path.startsWith("/") ? 1 : 0;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      segments.add(path.substring(from, to));
      starts.add(from);
      from = to + 1;
    }
  }

  private static String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.serialization("path: " + segment + " (expected: valid percent encoding)");
    }
  }
}
