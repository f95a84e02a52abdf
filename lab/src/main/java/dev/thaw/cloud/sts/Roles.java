package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Roles as IAM knows them, and all others too: tools take roles that somebody else would have
/// made, for example those of CDK's bootstrap.
final class Roles {

  private static final long LONGEST = 43_200;

  private final ServiceClient services;

  Roles(ServiceClient services) {
    this.services = services;
  }

  record Known(String id, long maxSession) {}

  Known look(RoleArn arn) {
    Scope scope = new Scope(Scope.DEFAULT_REGION, arn.account(), "", Optional.of("iam"));
    try {
      Document role =
          services.call(scope, "iam", "GetRole", Map.of("RoleName", arn.name())).document("Role");
      return new Known(role.text("RoleId"), role.number("MaxSessionDuration"));
    } catch (ApiException e) {
      if (e.error().status() != 404 && e.error().status() != 501) {
        throw e;
      }
      return new Known("AROA" + stable(arn.text()), LONGEST);
    }
  }

  private static String stable(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
        .toString()
        .replace("-", "")
        .substring(0, 17)
        .toUpperCase(Locale.ROOT);
  }
}
