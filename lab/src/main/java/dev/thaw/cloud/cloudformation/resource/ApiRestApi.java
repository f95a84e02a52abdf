package dev.thaw.cloud.cloudformation.resource;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A REST API, from its properties or from an OpenAPI document.
final class ApiRestApi implements ResourceType {

  @Override
  public String name() {
    return "AWS::ApiGateway::RestApi";
  }

  private static final String SERVICE = "apigateway";

  private static final List<String> PATCHED =
      List.of(
          "Name", "Description", "Policy", "DisableExecuteApiEndpoint", "MinimumCompressionSize");

  @Override
  public Optional<String> plannedId(Resource resource) {
    return Optional.empty();
  }

  @Override
  public Made create(Resource resource) {
    return described(resource)
        ? imported(resource)
        : made(resource.call(SERVICE, "CreateRestApi", input(resource)));
  }

  /// Whether a document says what the API is.
  private static boolean described(Resource resource) {
    return resource.has("Body") || resource.has("BodyS3Location");
  }

  private static Made made(Document api) {
    return new Made(api.text("id"), attributes(api));
  }

  private static Map<String, Object> attributes(Document api) {
    return Map.of(
        "RestApiId",
        api.text("id"),
        "RootResourceId",
        api.optionalText("rootResourceId").orElse(""));
  }

  private static Map<String, Object> input(Resource resource) {
    Map<String, Object> input =
        resource.without("ApiKeySourceType", "FailOnWarnings", "Mode", "Parameters", "Tags");
    // Serverless writes an empty one
    if ("".equals(input.get("Policy"))) {
      input.remove("Policy");
    }
    resource.optionalText("ApiKeySourceType").ifPresent(type -> input.put("apiKeySource", type));
    if (!resource.tags().isEmpty()) {
      input.put("Tags", resource.tags());
    }
    return input;
  }

  private static Made imported(Resource resource) {
    Document api = resource.call(SERVICE, "ImportRestApi", document(resource));
    String id = api.text("id");
    resource.further(
        id,
        () -> {
          patch(resource, id, Map.of());
          retag(resource, id, Map.of());
        });
    return made(api);
  }

  private static Map<String, Object> document(Resource resource) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("body", body(resource));
    if (resource.has("FailOnWarnings")) {
      input.put("failOnWarnings", resource.text("FailOnWarnings"));
    }
    resource.object("Parameters").ifPresent(parameters -> input.put("parameters", parameters));
    return input;
  }

  private static Object body(Resource resource) {
    Object body = resource.properties().get("Body");
    if (body != null) {
      return body;
    }
    Map<String, Object> location = resource.object("BodyS3Location").orElse(Map.of());
    Map<String, Object> object =
        Map.of(
            "Bucket", location.getOrDefault("Bucket", ""), "Key", location.getOrDefault("Key", ""));
    return resource
        .call("s3", "GetObject", object)
        .optional("Body", Blob.class)
        .orElseThrow(() -> new ResourceFailure("BodyS3Location: an object without a body"));
  }

  private static void patch(Resource resource, String id, Map<String, Object> before) {
    ApiPatch patch =
        new ApiPatch()
            .properties(resource, before, PATCHED)
            .property(resource, before, "ApiKeySourceType", "/apiKeySource");
    patch.elements(
        "/binaryMediaTypes",
        Resource.list(before, "BinaryMediaTypes"),
        resource.list("BinaryMediaTypes"));
    if (resource.changed(before, "EndpointConfiguration")) {
      Object types = resource.object("EndpointConfiguration").orElse(Map.of()).get("Types");
      if (types instanceof List<?> list && !list.isEmpty()) {
        patch.replace("/endpointConfiguration/types/0", list.getFirst());
      }
    }
    if (!patch.isEmpty()) {
      resource.call(SERVICE, "UpdateRestApi", patch.input(Map.of("restApiId", id)));
    }
  }

  private static void retag(Resource resource, String id, Map<String, Object> before) {
    String arn =
        "arn:%s:apigateway:%s::/restapis/%s"
            .formatted(resource.partition(), resource.scope().region(), id);
    resource.retag(SERVICE, "resourceArn", arn, before);
  }

  @Override
  public Map<String, Object> update(
      Resource resource, String physicalId, Map<String, Object> before) {
    if (described(resource) && resource.changed(before, "Body", "BodyS3Location")) {
      Map<String, Object> input = document(resource);
      input.put("restApiId", physicalId);
      input.put("mode", resource.optionalText("Mode").orElse("overwrite"));
      resource.call(SERVICE, "PutRestApi", input);
      // The document has overwritten them
      patch(resource, physicalId, Map.of());
    } else {
      patch(resource, physicalId, before);
    }
    retag(resource, physicalId, before);
    return attributes(resource.call(SERVICE, "GetRestApi", Map.of("restApiId", physicalId)));
  }

  @Override
  public void delete(Resource resource, String physicalId) {
    resource.callIfThere(SERVICE, "DeleteRestApi", Map.of("restApiId", physicalId));
  }

  @Override
  public Set<String> accepted() {
    return Set.of(
        "Name",
        "Description",
        "Policy",
        "ApiKeySourceType",
        "DisableExecuteApiEndpoint",
        "MinimumCompressionSize",
        "BinaryMediaTypes",
        "EndpointConfiguration",
        "Body",
        "BodyS3Location",
        "FailOnWarnings",
        "Parameters",
        "Mode",
        "CloneFrom",
        "Tags");
  }

  @Override
  public Set<String> replacing() {
    return Set.of("CloneFrom");
  }

  @Override
  public boolean tagged() {
    return true;
  }
}
