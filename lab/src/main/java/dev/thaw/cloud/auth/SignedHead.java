package dev.thaw.cloud.auth;

import dev.thaw.cloud.auth.Refusal.Kind;
import dev.thaw.cloud.protocol.RequestHead;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a request says of its signature.
///
/// @param headers names, lower case, in the order in which they are signed
/// @param time as it is signed
/// @param token of temporary credentials
/// @param lasts seconds for which a presigned request is good; empty for others
record SignedHead(
    String accessKey,
    CredentialScope scope,
    List<String> headers,
    String signature,
    String time,
    Optional<String> token,
    Optional<Long> lasts) {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);
  private static final long WEEK = 604_800;

  /// For a service that does not require it, how long a presigned request is good.
  private static final long USUAL = 300;

  boolean presigned() {
    return lasts.isPresent();
  }

  /// @throws Refusal if there is none, or not a whole one
  static SignedHead of(RequestHead head) {
    Optional<String> authorization = head.header("authorization");
    if (authorization.isPresent()) {
      return header(head, authorization.get());
    }
    if (head.query().first("X-Amz-Algorithm").isPresent()) {
      return query(head);
    }
    throw head.query().first("Signature").isPresent()
        ? new Refusal(Kind.NOT_EMULATED, "the signatures before AWS4-HMAC-SHA256")
        : new Refusal(Kind.MISSING, "");
  }

  Instant signedAt() {
    return instant(time);
  }

  private static Instant instant(String stamp) {
    try {
      return LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new Refusal(
          Kind.INCOMPLETE,
          "Date must be in ISO-8601 'basic format'. Got '"
              + stamp
              + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }
  }

  private static SignedHead header(RequestHead head, String authorization) {
    requireAlgorithm(authorization.strip().split("[ ,]", 2)[0]);
    Map<String, String> parts = parts(authorization);
    List<String> missing = new ArrayList<>();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (parts.getOrDefault(name, "").isEmpty()) {
        missing.add("Authorization header requires '" + name + "' parameter.");
      }
    }
    Optional<String> time = head.header("x-amz-date").or(() -> head.header("date"));
    if (time.isEmpty()) {
      missing.add(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    if (!missing.isEmpty()) {
      throw new Refusal(
          Kind.INCOMPLETE, String.join(" ", missing) + " Authorization=" + authorization);
    }
    return read(
        parts.getOrDefault("Credential", ""),
        parts.getOrDefault("SignedHeaders", ""),
        parts.getOrDefault("Signature", ""),
        time.orElseThrow(),
        head.header("x-amz-security-token"),
        Optional.empty());
  }

  private static void requireAlgorithm(String algorithm) {
    if (algorithm.startsWith("AWS4-ECDSA") || algorithm.equals("AWS")) {
      throw new Refusal(Kind.NOT_EMULATED, "signatures of the kind " + algorithm);
    }
    if (!algorithm.equals(SigV4.ALGORITHM)) {
      throw new Refusal(Kind.INCOMPLETE, "Unsupported AWS 'algorithm': '" + algorithm + "'");
    }
  }

  private static Map<String, String> parts(String authorization) {
    Map<String, String> parts = new HashMap<>();
    int space = authorization.strip().indexOf(' ');
    for (String part : authorization.strip().substring(Math.max(space, 0)).split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return parts;
  }

  private static SignedHead query(RequestHead head) {
    requireAlgorithm(head.query().first("X-Amz-Algorithm").orElse(""));
    List<String> missing = new ArrayList<>();
    for (String name :
        List.of("X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date")) {
      if (head.query().first(name).filter(value -> !value.isEmpty()).isEmpty()) {
        missing.add("AWS query-string parameters must include '" + name + "'.");
      }
    }
    if (!missing.isEmpty()) {
      throw new Refusal(
          Kind.INCOMPLETE,
          String.join(" ", missing) + " Re-examine the query-string" + " parameters.");
    }
    return read(
        head.query().first("X-Amz-Credential").orElseThrow(),
        head.query().first("X-Amz-SignedHeaders").orElseThrow(),
        head.query().first("X-Amz-Signature").orElseThrow(),
        head.query().first("X-Amz-Date").orElseThrow(),
        head.query().first("X-Amz-Security-Token").or(() -> head.header("x-amz-security-token")),
        Optional.of(head.query().first("X-Amz-Expires").map(SignedHead::seconds).orElse(USUAL)));
  }

  private static long seconds(String text) {
    try {
      long seconds = Long.parseLong(text);
      if (seconds < 0) {
        throw new Refusal(Kind.BAD_QUERY, "X-Amz-Expires must be non-negative");
      }
      if (seconds > WEEK) {
        throw new Refusal(
            Kind.BAD_QUERY,
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires"
                + " must be less than 604800 seconds");
      }
      return seconds;
    } catch (NumberFormatException e) {
      throw new Refusal(Kind.BAD_QUERY, "X-Amz-Expires should be a number");
    }
  }

  private static SignedHead read(
      String credential,
      String headers,
      String signature,
      String time,
      Optional<String> token,
      Optional<Long> lasts) {
    String[] parts = credential.split("/", -1);
    int end = parts.length;
    if (end < 5 || !parts[end - 1].equals(CredentialScope.END)) {
      throw new Refusal(
          Kind.INCOMPLETE,
          "Credential must have at least 5 slash-delimited elements, e.g. keyid/date/region/service"
              + "/term, got '"
              + credential
              + "'");
    }
    CredentialScope scope = new CredentialScope(parts[end - 4], parts[end - 3], parts[end - 2]);
    List<String> names = List.of(headers.split(";", -1));
    if (!names.contains("host")) {
      throw new Refusal(
          Kind.INCOMPLETE,
          "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    SignedHead signed =
        new SignedHead(
            String.join("/", List.of(parts).subList(0, end - 4)),
            scope,
            names,
            signature,
            time,
            token,
            lasts);
    signed.requireDay();
    return signed;
  }

  private void requireDay() {
    instant(time);
    if (!time.startsWith(scope.day() + "T")) {
      throw Refusal.mismatch(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP:"
              + " '"
              + scope.day()
              + "' != '"
              + time.substring(0, 8)
              + "', from '"
              + time
              + "'.",
          "",
          "");
    }
  }
}
