package dev.thaw.cloud.apigateway;

import static dev.thaw.cloud.apigateway.PatchTable.ADD;
import static dev.thaw.cloud.apigateway.PatchTable.REMOVE;
import static dev.thaw.cloud.apigateway.PatchTable.REPLACE;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What belongs to an API as a whole: what it is at first, what it may be, how it is patched.
final class RestApiSettings {

  private static final int MOST_COMPRESSION = 10_485_760;
  private static final Set<String> ENDPOINTS = Set.of("EDGE", "REGIONAL", "PRIVATE");
  static final Set<String> KEY_SOURCES = Set.of("HEADER", "AUTHORIZER");
  private static final String COMPRESSION = "minimumCompressionSize";
  private static final String ENDPOINT = "endpointConfiguration";

  static final PatchTable PATCHES =
      new PatchTable()
          .rule(
              "/name",
              (settings, step) -> {
                requireName(step.required());
                settings.put("name", step.required());
              },
              REPLACE)
          .texts("description", "version")
          .rule(
              "/policy",
              (settings, step) -> {
                String policy = step.value().orElse("");
                if (step.removes() || policy.isEmpty()) {
                  settings.remove("policy");
                } else {
                  requirePolicy(policy);
                  settings.put("policy", policy);
                }
              },
              REPLACE,
              REMOVE)
          .rule(
              "/apiKeySource",
              (settings, step) -> {
                requireKeySource(step.required());
                settings.put("apiKeySource", step.required());
              },
              REPLACE)
          .flags("disableExecuteApiEndpoint")
          .requiredTexts("securityPolicy")
          .rule(
              "/" + COMPRESSION,
              (settings, step) -> {
                if (step.removes() || step.value().orElse("").isEmpty()) {
                  settings.remove(COMPRESSION);
                } else {
                  requireCompression(step.whole());
                  settings.put(COMPRESSION, step.whole());
                }
              },
              ADD,
              REPLACE,
              REMOVE)
          .items("binaryMediaTypes")
          .rule(
              "/endpointConfiguration/types/*",
              (settings, step) -> {
                requireEndpoint(step.required());
                List<Object> types = Tree.list(Tree.child(settings, ENDPOINT), "types");
                int at = types.indexOf(step.name());
                if (at < 0) {
                  throw GatewayErrors.badRequest(
                      "Invalid patch path '%s' specified for op 'replace': the API's types are %s"
                          .formatted(step.path(), types));
                }
                types.set(at, step.required());
              },
              REPLACE)
          .rule(
              "/endpointConfiguration/ipAddressType",
              (settings, step) ->
                  Tree.child(settings, ENDPOINT).put("ipAddressType", step.required()),
              REPLACE)
          .values(
              "/endpointConfiguration/vpcEndpointIds",
              settings -> Tree.list(Tree.child(settings, ENDPOINT), "vpcEndpointIds"),
              ADD,
              REMOVE);

  private RestApiSettings() {}

  /// What a new API has without being told.
  static void begin(Map<String, Object> settings, long now) {
    settings.put("createdDate", now);
    settings.put("apiKeySource", "HEADER");
    Map<String, Object> endpoint = Tree.child(settings, ENDPOINT);
    Tree.list(endpoint, "types").add("EDGE");
    endpoint.put("ipAddressType", "ipv4");
    settings.put("disableExecuteApiEndpoint", false);
    settings.put("tags", new LinkedHashMap<>());
  }

  static void check(Api api) {
    requireName(api.view().optionalText("name").orElse(""));
    api.view().optionalText("apiKeySource").ifPresent(RestApiSettings::requireKeySource);
    api.view().optionalNumber(COMPRESSION).ifPresent(RestApiSettings::requireCompression);
    api.view()
        .optionalText("policy")
        .filter(policy -> !policy.isEmpty())
        .ifPresent(RestApiSettings::requirePolicy);
    Map<String, Object> endpoint = Tree.child(api.settings(), ENDPOINT);
    List<Object> types = Tree.list(endpoint, "types");
    if (types.isEmpty()) {
      types.add("EDGE");
    }
    if (types.size() > 1) {
      throw GatewayErrors.badRequest("Cannot create an api with multiple Endpoint Types.");
    }
    types.forEach(type -> requireEndpoint(String.valueOf(type)));
    endpoint.putIfAbsent("ipAddressType", "ipv4");
  }

  private static void requireName(String name) {
    if (name.isBlank()) {
      throw GatewayErrors.badRequest("API name cannot be empty");
    }
  }

  private static void requireKeySource(String source) {
    if (!KEY_SOURCES.contains(source)) {
      throw GatewayErrors.badRequest(
          "Invalid API key source '%s' specified (expected: HEADER or AUTHORIZER)"
              .formatted(source));
    }
  }

  private static void requirePolicy(String policy) {
    byte[] json = policy.getBytes(StandardCharsets.UTF_8);
    if (!policy.strip().startsWith("{") || Json.flaw(json) != null) {
      throw GatewayErrors.badRequest(
          "Invalid policy document. Please check the policy syntax and ensure that Principals are"
              + " valid.");
    }
  }

  private static void requireCompression(long size) {
    if (size < 0 || size > MOST_COMPRESSION) {
      throw GatewayErrors.badRequest(
          "Invalid minimum compression size, must be between 0 and " + MOST_COMPRESSION);
    }
  }

  private static void requireEndpoint(String type) {
    if (!ENDPOINTS.contains(type)) {
      throw GatewayErrors.badRequest(
          "Invalid endpoint type '%s' specified (expected: EDGE, REGIONAL or PRIVATE)"
              .formatted(type));
    }
  }
}
