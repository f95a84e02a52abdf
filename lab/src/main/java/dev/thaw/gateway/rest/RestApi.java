package dev.thaw.gateway.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A REST API as a deployment froze it.
///
/// @param id ten lower-case letters and digits
/// @param rootResource id of the resource `/`
/// @param binaryMediaTypes for example `image/png` or `*/*`
/// @param minimumCompressionSize in bytes; empty where answers are not compressed
/// @param closed whether the default endpoint is disabled
/// @param keySource `HEADER` or `AUTHORIZER`
/// @param policy the resource policy, JSON
/// @param authorizers by id
/// @param responses gateway responses that differ from the defaults, by type
/// @param models JSON schemas by name
/// @param validators by id
/// @param keys ids of the API keys that this stage accepts, by their values
public record RestApi(
    String id,
    String name,
    String account,
    String region,
    String rootResource,
    List<String> binaryMediaTypes,
    OptionalInt minimumCompressionSize,
    boolean closed,
    String keySource,
    Optional<String> policy,
    List<Resource> resources,
    Map<String, Authorizer> authorizers,
    Map<String, GatewayResponse> responses,
    Map<String, String> models,
    Map<String, Validator> validators,
    Map<String, String> keys) {

  public RestApi {
    binaryMediaTypes = List.copyOf(binaryMediaTypes);
    resources = List.copyOf(resources);
    authorizers = Map.copyOf(authorizers);
    responses = Map.copyOf(responses);
    models = Map.copyOf(models);
    validators = Map.copyOf(validators);
    keys = Map.copyOf(keys);
  }

  /// @param path for example `/users/{id}` or `/{proxy+}`
  /// @param methods by verb, upper case, or `ANY`
  public record Resource(String id, String path, Map<String, Method> methods) {
    public Resource {
      methods = Map.copyOf(methods);
    }
  }

  /// @param authorization `NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`
  /// @param parameters `method.request.LOCATION.NAME` to whether it is required
  /// @param models by content type
  /// @param integration empty where none is set: a call answers 500
  /// @param responses by status
  public record Method(
      String authorization,
      Optional<String> authorizer,
      List<String> scopes,
      boolean keyRequired,
      Optional<String> operationName,
      Optional<String> validator,
      Map<String, Boolean> parameters,
      Map<String, String> models,
      Optional<Integration> integration,
      Map<String, MethodResponse> responses) {
    public Method {
      scopes = List.copyOf(scopes);
      parameters = Map.copyOf(parameters);
      models = Map.copyOf(models);
      responses = Map.copyOf(responses);
    }
  }

  /// @param parameters `method.response.header.NAME` to whether it is required
  /// @param models by content type
  public record MethodResponse(Map<String, Boolean> parameters, Map<String, String> models) {
    public MethodResponse {
      parameters = Map.copyOf(parameters);
      models = Map.copyOf(models);
    }
  }

  public record Validator(String name, boolean body, boolean parameters) {}

  /// @param type `TOKEN`, `REQUEST` or `COGNITO_USER_POOLS`
  /// @param uri of a Lambda function, in the form of integrations
  /// @param identitySource one expression, or several with commas between them
  /// @param ttlSeconds how long an answer is kept; 0 for not at all
  /// @param identityPattern what a token must match
  public record Authorizer(
      String id,
      String name,
      String type,
      String uri,
      String identitySource,
      int ttlSeconds,
      Optional<String> identityPattern,
      List<String> providerArns) {
    public Authorizer {
      providerArns = List.copyOf(providerArns);
    }
  }

  /// @param status empty for the type's own
  /// @param parameters `gatewayresponse.header.NAME` to an expression
  /// @param templates by content type
  public record GatewayResponse(
      Optional<String> status, Map<String, String> parameters, Map<String, String> templates) {
    public GatewayResponse {
      parameters = Map.copyOf(parameters);
      templates = Map.copyOf(templates);
    }
  }
}
