package dev.thaw.cloud.apigateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The tree of an API's resources, from `/` down.
final class ResourceTree {

  private static final Pattern PART = Pattern.compile("[a-zA-Z0-9._:-]+|\\{[a-zA-Z0-9._:-]+\\+?}");

  /// AWS allows 300 and more on request; without any limit a definition could hold up all others.
  private static final int MOST = 3000;

  private ResourceTree() {}

  /// Gives an API its root.
  static void plant(Api api) {
    String id = Ids.random(10);
    api.settings().put("rootResourceId", id);
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("id", id);
    root.put("path", "/");
    root.put(Api.METHODS, new LinkedHashMap<>());
    api.all(Section.RESOURCES).put(id, root);
  }

  static Map<String, Object> add(Api api, String parentId, String part) {
    Map<String, Object> parent = api.require(Section.RESOURCES, parentId);
    GatewayErrors.requireRoom(api.all(Section.RESOURCES).size(), MOST, "Resources");
    check(api, parent, part, "");
    String id = Ids.partId(api.all(Section.RESOURCES)::containsKey);
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("id", id);
    resource.put("parentId", parentId);
    resource.put("pathPart", part);
    resource.put("path", path(parent, part));
    resource.put(Api.METHODS, new LinkedHashMap<>());
    api.all(Section.RESOURCES).put(id, resource);
    return resource;
  }

  /// The resource at a path, made together with those above it where they are missing.
  static Map<String, Object> grow(Api api, String path) {
    Map<String, Object> at = api.require(Section.RESOURCES, api.root());
    String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (trimmed.isEmpty()) {
      return at;
    }
    for (String part : trimmed.substring(1).split("/", -1)) {
      Map<String, Object> next = api.at(path(at, part));
      at = next == null ? add(api, Tree.text(at, "id"), part) : next;
    }
    return at;
  }

  /// @param self id of the resource that is to be there; empty for a new one
  private static void check(Api api, Map<String, Object> parent, String part, String self) {
    if (!PART.matcher(part).matches()) {
      throw GatewayErrors.badRequest(
          "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly"
              + " braces at the beginning and the end.");
    }
    String above = String.valueOf(parent.get("pathPart"));
    if (above.endsWith("+}")) {
      throw GatewayErrors.badRequest(
          "Cannot create a child of a resource with a greedy path variable: " + above);
    }
    for (Map<String, Object> sibling : children(api, Tree.text(parent, "id"))) {
      String other = Tree.text(sibling, "pathPart");
      if (self.equals(sibling.get("id"))) {
        continue;
      }
      if (other.equals(part)) {
        throw GatewayErrors.conflict(
            "Another resource with the same parent already has this name: " + part);
      }
      if (part.startsWith("{") && other.startsWith("{")) {
        throw GatewayErrors.badRequest(
            "A sibling ("
                + other
                + ") of this resource already has a variable path part -- only one is allowed");
      }
    }
  }

  private static List<Map<String, Object>> children(Api api, String parent) {
    return api.values(Section.RESOURCES).stream()
        .filter(resource -> parent.equals(resource.get("parentId")))
        .toList();
  }

  private static String path(Map<String, Object> parent, String part) {
    String above = Tree.text(parent, "path");
    return above.equals("/") ? "/" + part : above + "/" + part;
  }

  /// Removes a resource and all below it.
  static void remove(Api api, String id) {
    api.require(Section.RESOURCES, id);
    if (id.equals(api.root())) {
      throw GatewayErrors.badRequest("Root resource cannot be deleted");
    }
    Deque<String> left = new ArrayDeque<>(List.of(id));
    while (!left.isEmpty()) {
      String next = left.removeFirst();
      children(api, next).forEach(child -> left.addLast(Tree.text(child, "id")));
      api.all(Section.RESOURCES).remove(next);
    }
  }

  /// Gives a resource another name or another parent; what is below it moves along.
  static void move(Api api, Map<String, Object> resource, String parentId, String part) {
    String id = Tree.text(resource, "id");
    if (id.equals(api.root())) {
      throw GatewayErrors.badRequest("Root resource cannot be updated");
    }
    Map<String, Object> parent = api.require(Section.RESOURCES, parentId);
    for (Map<String, Object> above = parent; above.containsKey("parentId"); ) {
      if (id.equals(above.get("id"))) {
        throw GatewayErrors.badRequest("Resource cannot be its own ancestor: " + id);
      }
      above = api.require(Section.RESOURCES, Tree.text(above, "parentId"));
    }
    check(api, parent, part, id);
    if (part.endsWith("+}") && !children(api, id).isEmpty()) {
      throw GatewayErrors.badRequest(
          "Cannot create a child of a resource with a greedy path variable: " + part);
    }
    resource.put("parentId", parentId);
    resource.put("pathPart", part);
    repath(api, resource, path(parent, part));
  }

  private static void repath(Api api, Map<String, Object> resource, String path) {
    resource.put("path", path);
    for (Map<String, Object> child : children(api, Tree.text(resource, "id"))) {
      repath(api, child, path(resource, Tree.text(child, "pathPart")));
    }
  }
}
