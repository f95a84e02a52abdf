package dev.thaw.cloud.sts;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// What a token of OpenID Connect says of its holder. Its signature would have to be verified with
/// keys from its issuer, which thaw does not ask.
record WebIdentity(String subject, String audience, String issuer) {

  static WebIdentity of(String token, Instant now) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || !(json(parts[0]) instanceof Map)) {
      throw invalid();
    }
    if (!(json(parts[1]) instanceof Map<?, ?> claims)) {
      throw invalid();
    }
    if (!(claims.get("exp") instanceof Long expires)) {
      throw StsErrors.invalidToken("Missing a required claim: exp");
    }
    if (now.getEpochSecond() >= expires) {
      throw new ApiException(
          400,
          "ExpiredTokenException",
          "Token expired: current date/time "
              + now.getEpochSecond()
              + " must be before the expiration date/time "
              + expires);
    }
    Object audience = claims.get("aud") instanceof List<?> all ? first(all) : claims.get("aud");
    return new WebIdentity(
        claim("sub", claims.get("sub")), claim("aud", audience), claim("iss", claims.get("iss")));
  }

  private static @Nullable Object first(List<?> all) {
    return all.isEmpty() ? null : all.getFirst();
  }

  private static String claim(String name, @Nullable Object value) {
    if (value instanceof String text && !text.isEmpty()) {
      return text;
    }
    throw StsErrors.invalidToken("Missing a required claim: " + name);
  }

  private static @Nullable Object json(String part) {
    try {
      return Json.read(
          new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8)
              .getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | JacksonException e) {
      return null;
    }
  }

  private static ApiException invalid() {
    return StsErrors.invalidToken(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
            + " Token)");
  }
}
