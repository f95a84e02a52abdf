package dev.thaw.cloud.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the operation of a REST request: a tree of path segments, built once per service, walked
/// without regular expressions.
///
/// A literal segment wins over a label, a label over a greedy one; of operations on the same path
/// and method the one wins whose query constants (`?List=ALL`) are most and all there.
public final class UriTable {

  /// @param labels decoded
  public record Match(Operation operation, Map<String, String> labels) {}

  private record Target(Operation operation, List<String> labels, Map<String, String> constants) {}

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
    targets.sort(Comparator.comparingInt(each -> -each.constants().size()));
  }

  /// @param path raw, beginning with a slash
  Optional<Match> match(String method, String path, Query query) {
    return Optional.ofNullable(match(root, method, segments(path), 0, query, new ArrayList<>(4)));
  }

  private static @Nullable Match match(
      Node node, String method, List<String> segments, int at, Query query, List<String> values) {
    if (at == segments.size()) {
      return choose(node.targets, method, query, values);
    }
    Node literal = node.literals.get(segments.get(at));
    if (literal != null) {
      Match match = match(literal, method, segments, at + 1, query, values);
      if (match != null) {
        return match;
      }
    }
    if (node.label != null && !segments.get(at).isEmpty()) {
      values.add(segments.get(at));
      Match match = match(node.label, method, segments, at + 1, query, values);
      values.removeLast();
      if (match != null) {
        return match;
      }
    }
    if (!node.greedy.isEmpty()) {
      values.add(String.join("/", segments.subList(at, segments.size())));
      Match match = choose(node.greedy, method, query, values);
      values.removeLast();
      return match;
    }
    return null;
  }

  private static @Nullable Match choose(
      List<Target> targets, String method, Query query, List<String> values) {
    for (Target target : targets) {
      if (target.operation().method().equals(method) && query.hasAll(target.constants())) {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
          labels.put(target.labels().get(i), decode(values.get(i)));
        }
        return new Match(target.operation(), labels);
      }
    }
    return null;
  }

  /// Splits without regular expressions; a slash at the end opens no segment of its own.
  private static List<String> segments(String path) {
    List<String> segments = new ArrayList<>(8);
    int from = path.startsWith("/") ? 1 : 0;
    while (from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      segments.add(path.substring(from, to));
      from = to + 1;
    }
    return segments;
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
