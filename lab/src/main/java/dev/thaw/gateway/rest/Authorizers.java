package dev.thaw.gateway.rest;

import dev.thaw.gateway.Parameters;
import dev.thaw.gateway.rest.RestApi.Authorizer;
import java.util.List;
import java.util.Map;

/// Decides who may call a method.
final class Authorizers {

  private final LambdaAuthorizer lambda;

  Authorizers(LambdaAuthorizer lambda) {
    this.lambda = lambda;
  }

  /// @throws Refusal if the caller may not
  void authorize(RestCall call) {
    switch (call.method().authorization()) {
      case "NONE" -> {
        // Everybody may
      }
      case "AWS_IAM" -> requireSignature(call);
      case "CUSTOM" -> custom(call);
      default -> throw Refusal.notEmulated("authorization by " + call.method().authorization());
    }
  }

  /// Signatures are accepted, not verified.
  private static void requireSignature(RestCall call) {
    boolean inHeader =
        call.request().header("authorization").filter(each -> each.startsWith("AWS4-")).isPresent();
    Map<String, List<String>> query = Parameters.parse(call.request().query());
    if (!inHeader && !query.containsKey("X-Amz-Signature")) {
      throw Refusal.noSuchMethod();
    }
  }

  private void custom(RestCall call) {
    Authorizer authorizer = call.api().authorizers().get(call.method().authorizer().orElse(""));
    if (authorizer == null) {
      throw Refusal.of(ResponseType.AUTHORIZER_CONFIGURATION_ERROR, null);
    }
    switch (authorizer.type()) {
      case "TOKEN", "REQUEST" -> lambda.authorize(call, authorizer);
      default -> throw Refusal.notEmulated("authorizer of type " + authorizer.type());
    }
  }
}
