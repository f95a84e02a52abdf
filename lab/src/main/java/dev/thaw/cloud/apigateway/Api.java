package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A REST API as users edit it, with AWS's member names. [ApiStore] hands out either the shared
/// one, which nobody changes, or a draft within a transaction.
final class Api {

  static final String METHODS = "resourceMethods";
  private static final String SETTINGS = "settings";

  private final String account;
  private final String region;
  private final Map<String, Object> root;

  /// @param root settings and sections; not copied
  private Api(String account, String region, Map<String, Object> root) {
    this.account = account;
    this.region = region;
    this.root = root;
    Tree.child(root, SETTINGS);
    for (Section section : Section.values()) {
      Tree.child(root, section.key());
    }
  }

  static Api empty(String account, String region) {
    return new Api(account, region, new LinkedHashMap<>());
  }

  static Api read(byte[] json) {
    Map<String, Object> root = Json.readObject(json);
    Document document = new Document(root);
    return new Api(document.text("account"), document.text("region"), root);
  }

  byte[] write() {
    root.put("account", account);
    root.put("region", region);
    return Json.write(root);
  }

  Api draft() {
    return new Api(account, region, Tree.copy(root));
  }

  /// A copy of what a deployment keeps: everything but deployments and stages.
  Api definition() {
    Api copy = draft();
    copy.all(Section.DEPLOYMENTS).clear();
    copy.all(Section.STAGES).clear();
    return copy;
  }

  String id() {
    return view().text("id");
  }

  String account() {
    return account;
  }

  String region() {
    return region;
  }

  /// Members of RestApi.
  Map<String, Object> settings() {
    return Tree.child(root, SETTINGS);
  }

  Document view() {
    return new Document(settings());
  }

  /// Things by key.
  Map<String, Object> all(Section section) {
    return Tree.child(root, section.key());
  }

  Map<String, Object> require(Section section, String key) {
    return find(section, key).orElseThrow(() -> section.missing(key));
  }

  Optional<Map<String, Object>> find(Section section, String key) {
    return Optional.ofNullable(Tree.find(all(section), key));
  }

  void remove(Section section, String key) {
    require(section, key);
    all(section).remove(key);
  }

  @SuppressWarnings("unchecked")
  Collection<Map<String, Object>> values(Section section) {
    return (Collection<Map<String, Object>>) (Collection<?>) all(section).values();
  }

  String root() {
    return view().text("rootResourceId");
  }

  /// The method that a call names.
  Map<String, Object> method(Call call) {
    Map<String, Object> resource = require(Section.RESOURCES, call.input().text("resourceId"));
    Map<String, Object> method = Tree.find(methods(resource), call.input().text("httpMethod"));
    if (method == null) {
      throw GatewayErrors.noMethod();
    }
    return method;
  }

  /// By verb.
  static Map<String, Object> methods(Map<String, Object> resource) {
    return Tree.child(resource, METHODS);
  }

  static Map<String, Object> integration(Map<String, Object> method) {
    Map<String, Object> integration = Tree.find(method, "methodIntegration");
    if (integration == null) {
      throw GatewayErrors.noIntegration();
    }
    return integration;
  }

  /// A response of a method or an integration.
  static Map<String, Object> response(Map<String, Object> of, String responses, String status) {
    Map<String, Object> all = Tree.find(of, responses);
    Map<String, Object> response = all == null ? null : Tree.find(all, status);
    if (response == null) {
      throw GatewayErrors.noResponse();
    }
    return response;
  }

  static void removeResponse(Map<String, Object> of, String responses, String status) {
    response(of, responses, status);
    Tree.child(of, responses).remove(status);
  }

  /// The path of the first method that meets a condition.
  Optional<String> pathWhere(Predicate<Document> condition) {
    for (Map<String, Object> resource : values(Section.RESOURCES)) {
      Document methods = new Document(methods(resource));
      for (String verb : methods.names()) {
        if (condition.test(methods.document(verb))) {
          return Optional.of(Tree.text(resource, "path"));
        }
      }
    }
    return Optional.empty();
  }

  /// The resource at a path, or null.
  @Nullable Map<String, Object> at(String path) {
    for (Map<String, Object> resource : values(Section.RESOURCES)) {
      if (path.equals(resource.get("path"))) {
        return resource;
      }
    }
    return null;
  }
}
