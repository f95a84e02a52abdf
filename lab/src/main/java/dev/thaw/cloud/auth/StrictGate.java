package dev.thaw.cloud.auth;

import dev.thaw.cloud.auth.Refusal.Kind;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.AwsChunked;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Exchange;
import dev.thaw.cloud.protocol.Gate;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.Spool;
import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Lets in who has signed with a key of the ring.
public final class StrictGate implements Gate {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final String CHUNKS = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String CONTENT_HASH = "x-amz-content-sha256";

  /// Bodies are read before their signature can be computed, so they need some limit; Lambda's
  /// packages, 70 MB in base64, are the longest.
  private static final long LIMIT = 128 << 20;

  /// Who calls these has no key yet.
  private static final Set<String> WITHOUT_KEY =
      Set.of("AssumeRoleWithWebIdentity", "AssumeRoleWithSAML");

  private final Keyring keys;
  private final Clock clock;
  private final Path spoolFolder;

  /// @param spoolFolder for bodies that are too long for memory
  public StrictGate(Keyring keys, Clock clock, Path spoolFolder) {
    this.keys = keys;
    this.clock = clock;
    this.spoolFolder = spoolFolder;
  }

  @Override
  public void pass(Arrival arrival, Entrance next) throws IOException {
    Exchange exchange = arrival.exchange();
    if (isPreflight(arrival) || needsNoKey(arrival)) {
      next.enter(exchange);
      return;
    }
    Dialect dialect = Dialect.of(arrival);
    try (Spool spool = new Spool(spoolFolder)) {
      Exchange admitted = verified(exchange, dialect, spool);
      try {
        next.enter(admitted);
      } finally {
        if (admitted instanceof CheckedExchange checked) {
          checked.body().close();
        }
      }
    }
  }

  /// Browsers ask S3 before they send; the question carries no signature. Other services would take
  /// it for the operation that a form or header names.
  private static boolean isPreflight(Arrival arrival) {
    return arrival.service().name().equals("s3")
        && arrival.exchange().head().method().equals("OPTIONS");
  }

  private static boolean needsNoKey(Arrival arrival) throws IOException {
    RequestHead head = arrival.exchange().head();
    return arrival.service().name().equals("sts")
        && head.header("authorization").isEmpty()
        && head.query().first("X-Amz-Algorithm").isEmpty()
        && WITHOUT_KEY.contains(arrival.operation().read());
  }

  private Exchange verified(Exchange exchange, Dialect dialect, Spool spool) throws IOException {
    try {
      boolean s3 = dialect == Dialect.S3;
      Instant now = Instant.ofEpochMilli(clock.now() / 1_000_000);
      Optional<OldPresigned> old = s3 ? OldPresigned.of(exchange.head()) : Optional.empty();
      if (old.isPresent()) {
        OldPresigned url = old.get();
        url.check(key(url.accessKey(), url.token()), now);
        return exchange;
      }
      SignedHead signed = SignedHead.of(exchange.head());
      Verifier verifier = new Verifier(signed, key(signed.accessKey(), signed.token()), s3);
      verifier.checkTime(now);
      verifier.checkToken(now);
      return s3
          ? declared(exchange, verifier, s3Hash(exchange.head(), signed), dialect)
          : whole(exchange, verifier, spool);
    } catch (Refusal refusal) {
      throw dialect.word(refusal);
    }
  }

  private SigningKey key(String accessKey, Optional<String> token) {
    return keys.find(accessKey, token).orElseThrow(() -> new Refusal(Kind.UNKNOWN_KEY, accessKey));
  }

  private static String s3Hash(RequestHead head, SignedHead signed) {
    return head.header(CONTENT_HASH)
        .or(() -> head.query().first("X-Amz-Content-Sha256"))
        .or(() -> signed.lasts().map(seconds -> UNSIGNED))
        .orElseThrow(() ->
            new Refusal(
                Kind.INCOMPLETE, "Missing required header for this request: " + CONTENT_HASH));
  }

  /// S3's callers say what they will send, so the body is checked on its way.
  private static Exchange declared(
      Exchange exchange, Verifier verifier, String hash, Dialect dialect) throws IOException {
    boolean chunks = hash.equals(CHUNKS) || hash.equals(CHUNKS + "-TRAILER");
    boolean unsigned = hash.equals(UNSIGNED) || hash.equals("STREAMING-UNSIGNED-PAYLOAD-TRAILER");
    if (hash.startsWith("STREAMING-AWS4-ECDSA")) {
      throw new Refusal(Kind.NOT_EMULATED, "bodies of the kind " + hash);
    }
    if (!chunks && !unsigned && !HASH.matcher(hash).matches()) {
      throw new Refusal(
          Kind.INCOMPLETE,
          CONTENT_HASH
              + " must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
              + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or"
              + " a valid sha256 value.");
    }
    verifier.checkSignature(exchange.head(), hash);
    if (unsigned) {
      return exchange;
    }
    return chunks
        ? chunked(exchange, verifier, hash.endsWith("-TRAILER"))
        : hashed(exchange, hash, dialect);
  }

  private static Exchange chunked(Exchange exchange, Verifier verifier, boolean trailer)
      throws IOException {
    ChunkSignatures watch = new ChunkSignatures(verifier.signed(), verifier.signingKey(), trailer);
    InputStream body = new AwsChunked(exchange.signedBody(), watch, exchange.length());
    return new CheckedExchange(exchange, body, exchange.length());
  }

  private static Exchange hashed(Exchange exchange, String hash, Dialect dialect)
      throws IOException {
    HashCheck check = new HashCheck(hash, dialect);
    if (exchange.length() == 0) {
      check.end();
      return exchange;
    }
    return new CheckedExchange(
        exchange, new CheckedBody(exchange.body(), exchange.length(), check), exchange.length());
  }

  /// Other services' callers sign a body without saying so: it has to be read first.
  private static Exchange whole(Exchange exchange, Verifier verifier, Spool spool)
      throws IOException {
    boolean unsigned = exchange.head().header(CONTENT_HASH).filter(UNSIGNED::equals).isPresent();
    if (unsigned) {
      verifier.checkSignature(exchange.head(), UNSIGNED);
      return exchange;
    }
    Blob body;
    try {
      body = spool.take(exchange.body(), exchange.length(), LIMIT);
    } catch (Spool.TooLong e) {
      throw new ApiException(413, "RequestEntityTooLargeException", "body: " + e.getMessage());
    }
    verifier.checkSignature(exchange.head(), hash(body));
    return new CheckedExchange(exchange, body.open(), body.size());
  }

  private static String hash(Blob body) throws IOException {
    MessageDigest digest = SigV4.sha256();
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = body.open()) {
      int read = in.read(buffer);
      while (read >= 0) {
        digest.update(buffer, 0, read);
        read = in.read(buffer);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
