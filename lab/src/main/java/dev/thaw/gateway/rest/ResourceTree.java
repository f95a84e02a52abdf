package dev.thaw.gateway.rest;

import dev.thaw.gateway.rest.RestApi.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the resource that a path means: at every segment a literal one wins over `{parameter}`,
/// which wins over `{proxy+}`.
final class ResourceTree {

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    @Nullable Node parameter;
    @Nullable Leaf here;
    @Nullable Leaf greedy;
  }

  /// @param parameters names in the order of the path
  private record Leaf(Resource resource, List<String> parameters) {}

  /// @param parameters as they came, percent signs and all
  record Match(Resource resource, Map<String, String> parameters) {}

  private final Node root = new Node();

  /// Resources without methods are only parents of others.
  ResourceTree(List<Resource> resources) {
    for (Resource resource : resources) {
      if (!resource.methods().isEmpty()) {
        add(resource);
      }
    }
  }

  private void add(Resource resource) {
    Node node = root;
    List<String> names = new ArrayList<>();
    for (String segment : segments(resource.path())) {
      if (segment.startsWith("{") && segment.endsWith("+}")) {
        names.add(segment.substring(1, segment.length() - 2));
        node.greedy = new Leaf(resource, List.copyOf(names));
        return;
      }
      if (segment.startsWith("{") && segment.endsWith("}")) {
        names.add(segment.substring(1, segment.length() - 1));
        Node next = node.parameter == null ? new Node() : node.parameter;
        node.parameter = next;
        node = next;
      } else {
        node = node.literals.computeIfAbsent(segment, name -> new Node());
      }
    }
    node.here = new Leaf(resource, List.copyOf(names));
  }

  /// @param path raw, beginning with a slash; one slash at its end does not count
  Optional<Match> match(String path) {
    List<String> segments = segments(path);
    List<String> values = new ArrayList<>(4);
    Leaf leaf = find(root, segments, 0, values);
    if (leaf == null) {
      return Optional.empty();
    }
    if (leaf.parameters().isEmpty()) {
      return Optional.of(new Match(leaf.resource(), Map.of()));
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < leaf.parameters().size(); i++) {
      parameters.put(leaf.parameters().get(i), values.get(i));
    }
    return Optional.of(new Match(leaf.resource(), parameters));
  }

  private static @Nullable Leaf find(
      Node node, List<String> segments, int at, List<String> values) {
    if (at == segments.size()) {
      return node.here;
    }
    String segment = segments.get(at);
    Node literal = node.literals.get(segment);
    if (literal != null) {
      Leaf found = find(literal, segments, at + 1, values);
      if (found != null) {
        return found;
      }
    }
    if (node.parameter != null && !segment.isEmpty()) {
      values.add(segment);
      Leaf found = find(node.parameter, segments, at + 1, values);
      if (found != null) {
        return found;
      }
      values.removeLast();
    }
    if (node.greedy != null) {
      values.add(String.join("/", segments.subList(at, segments.size())));
    }
    return node.greedy;
  }

  private static List<String> segments(String path) {
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    List<String> segments = new ArrayList<>(8);
    int from = 1;
    while (from <= end) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 || slash > end ? end : slash;
      segments.add(path.substring(from, to));
      from = to + 1;
    }
    return segments;
  }
}
