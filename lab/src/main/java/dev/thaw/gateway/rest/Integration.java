package dev.thaw.gateway.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What stands behind a method.
///
/// @param verb of the call to what stands behind; `POST` for Lambda
/// @param uri `arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/ARN/invocations`, a URL,
///   or empty for MOCK
/// @param parameters `integration.request.LOCATION.NAME` to a mapping expression
/// @param templates by content type
/// @param passthrough `WHEN_NO_MATCH`, `WHEN_NO_TEMPLATES` or `NEVER`
/// @param timeoutMs 50 to 29,000, or more where the account allows it
/// @param connection `INTERNET` or `VPC_LINK`
/// @param responses by status, in the order in which they were put
public record Integration(
    Type type,
    String verb,
    String uri,
    Map<String, String> parameters,
    Map<String, String> templates,
    String passthrough,
    Optional<ContentHandling> contentHandling,
    int timeoutMs,
    Optional<String> credentials,
    String connection,
    List<Response> responses) {

  public Integration {
    parameters = Map.copyOf(parameters);
    templates = Map.copyOf(templates);
    responses = List.copyOf(responses);
  }

  /// Under AWS's names.
  public enum Type {
    AWS,
    AWS_PROXY,
    HTTP,
    HTTP_PROXY,
    MOCK
  }

  /// Under AWS's names.
  public enum ContentHandling {
    CONVERT_TO_BINARY,
    CONVERT_TO_TEXT
  }

  /// @param selection regular expression over the error message or the status; empty for the
  ///   default
  /// @param parameters `method.response.header.NAME` to a mapping expression
  /// @param templates by content type
  public record Response(
      String status,
      Optional<String> selection,
      Map<String, String> parameters,
      Map<String, String> templates,
      Optional<ContentHandling> contentHandling) {
    public Response {
      parameters = Map.copyOf(parameters);
      templates = Map.copyOf(templates);
    }
  }
}
