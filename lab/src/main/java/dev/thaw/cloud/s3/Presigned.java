package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Query;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.timeline.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// URLs that carry their signature are good for a while.
final class Presigned {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /// A week.
  private static final long LONGEST = 604_800;

  private Presigned() {}

  /// @throws ApiException if a URL has expired, or does not say properly when it does
  static void check(RequestHead head, Clock clock) {
    Query query = head.query();
    Instant now = S3Times.exact(clock);
    if (query.first("X-Amz-Signature").isPresent()) {
      String expires = query.first("X-Amz-Expires").orElse("");
      long seconds = number("X-Amz-Expires", expires);
      if (seconds < 0 || seconds > LONGEST) {
        throw malformed(
            seconds < 0
                ? "X-Amz-Expires must be non-negative"
                : "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                    + " X-Amz-Expires must be less than 604800 seconds");
      }
      Instant end = date(query.first("X-Amz-Date").orElse("")).plusSeconds(seconds);
      require(now, end, Optional.of(expires));
    } else if (query.first("Signature").isPresent() && query.first("AWSAccessKeyId").isPresent()) {
      long end = number("Expires", query.first("Expires").orElse(""));
      require(now, Instant.ofEpochSecond(Math.clamp(end, 0, 253_402_300_799L)), Optional.empty());
    }
  }

  private static void require(Instant now, Instant end, Optional<String> seconds) {
    if (now.isAfter(end)) {
      Map<String, Object> fields = new LinkedHashMap<>();
      seconds.ifPresent(given -> fields.put("X-Amz-Expires", given));
      fields.put("Expires", end.toString());
      fields.put("ServerTime", now.toString());
      throw S3Errors.of(403, "AccessDenied", "Request has expired", fields);
    }
  }

  private static long number(String name, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw malformed(name + " should be a number");
    }
  }

  private static Instant date(String text) {
    try {
      return DATE.parse(text, Instant::from);
    } catch (DateTimeException _) {
      throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
    }
  }

  private static ApiException malformed(String message) {
    return new ApiException(400, "AuthorizationQueryParametersError", message);
  }
}
