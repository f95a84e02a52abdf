package dev.thaw.cloud.auth;

import dev.thaw.cloud.auth.Refusal.Kind;
import dev.thaw.cloud.protocol.RequestHead;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Decides whether a signature is right. Pure.
///
/// @param s3 which is more patient with clocks and encodes paths in its own way
record Verifier(SignedHead signed, SigningKey key, boolean s3) {

  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final Duration SKEW_S3 = Duration.ofMinutes(15);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// What can be said before the body is known.
  ///
  /// @throws Refusal if the request comes too late or too early, or with another token
  void checkTime(Instant now) {
    Instant at = signed.signedAt();
    Duration skew = s3 ? SKEW_S3 : SKEW;
    if (at.isAfter(now.plus(skew))) {
      throw new Refusal(Kind.SKEWED, early(at, now, skew));
    }
    if (signed.presigned()) {
      Instant end = at.plusSeconds(signed.lasts().orElseThrow());
      if (now.isAfter(end)) {
        throw new Refusal(
            Kind.LATE,
            "Signature expired: "
                + STAMP.format(end)
                + " is now earlier than "
                + STAMP.format(now));
      }
    } else if (at.isBefore(now.minus(skew))) {
      throw new Refusal(Kind.SKEWED, late(at, now, skew));
    }
  }

  private static String late(Instant at, Instant now, Duration skew) {
    return "Signature expired: %s is now earlier than %s (%s - %d min.)"
        .formatted(
            STAMP.format(at), STAMP.format(now.minus(skew)), STAMP.format(now), skew.toMinutes());
  }

  private static String early(Instant at, Instant now, Duration skew) {
    return "Signature not yet current: %s is still later than %s (%s + %d min.)"
        .formatted(
            STAMP.format(at), STAMP.format(now.plus(skew)), STAMP.format(now), skew.toMinutes());
  }

  void checkToken(Instant now) {
    key.checkToken(signed.accessKey(), signed.token(), now);
  }

  /// @param payloadHash or what stands for it
  /// @throws Refusal if another signature is right
  void checkSignature(RequestHead head, String payloadHash) {
    String canonical = CanonicalRequest.of(head, signed.headers(), payloadHash, s3);
    String toSign = SigV4.toSign(signed.time(), signed.scope(), canonical);
    if (!SigV4.same(SigV4.sign(signingKey(), toSign), signed.signature())) {
      throw Refusal.mismatch(signed.signature(), toSign, canonical);
    }
  }

  byte[] signingKey() {
    return SigV4.key(key.secret(), signed.scope());
  }
}
