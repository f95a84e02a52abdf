package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;
import java.util.Locale;

/// The parts of a REST API that are lists of things with keys.
enum Section {
  RESOURCES("Invalid Resource identifier specified"),
  AUTHORIZERS("Invalid Authorizer identifier specified"),
  MODELS("Invalid model name specified: %s"),
  VALIDATORS("Invalid Request Validator identifier specified"),
  RESPONSES("Gateway response %s is not defined"),
  STAGES("Invalid stage identifier specified"),
  DEPLOYMENTS("Invalid Deployment identifier specified");

  private final String missing;

  Section(String missing) {
    this.missing = missing;
  }

  /// Its name on the disk.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What AWS says to a key that is not there.
  ApiException missing(String key) {
    return GatewayErrors.notFound(missing.formatted(key));
  }
}
