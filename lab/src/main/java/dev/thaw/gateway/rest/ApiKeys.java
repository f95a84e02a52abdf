package dev.thaw.gateway.rest;

import java.util.Optional;

/// Methods that are only called with a key.
final class ApiKeys {

  private ApiKeys() {}

  /// @throws Refusal if a key is wanted and there is none that counts
  static void check(RestCall call) {
    if (!call.method().keyRequired()) {
      return;
    }
    Optional<String> given =
        call.api().keySource().equals("AUTHORIZER")
            ? call.grant().flatMap(RestCall.Grant::usageKey)
            : call.request().header("x-api-key");
    call.keyed(
        given
            .flatMap(value ->
                Optional.ofNullable(call.api().keys().get(value))
                    .map(id -> new RestCall.ApiKey(id, value)))
            .orElseThrow(() -> Refusal.of(ResponseType.INVALID_API_KEY, "Forbidden")));
  }
}
