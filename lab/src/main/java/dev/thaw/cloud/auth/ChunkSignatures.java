package dev.thaw.cloud.auth;

import dev.thaw.cloud.protocol.AwsChunked;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;

/// Verifies the chain of signatures of a body that is signed chunk by chunk: each covers the one
/// before, the first that of the request.
final class ChunkSignatures implements AwsChunked.Watch {

  private static final String PREFIX = "chunk-signature=";
  private static final String TRAILER = "x-amz-trailer-signature";

  private final SignedHead signed;
  private final byte[] key;
  private final boolean trailer;
  private final MessageDigest digest = SigV4.sha256();
  private String before;
  private String given = "";

  /// @param trailer whether the trailer is signed too
  ChunkSignatures(SignedHead signed, byte[] key, boolean trailer) {
    this.signed = signed;
    this.key = key;
    this.trailer = trailer;
    before = signed.signature();
  }

  @Override
  public void begin(String extension) {
    given = extension.startsWith(PREFIX) ? extension.substring(PREFIX.length()).strip() : "";
  }

  @Override
  public void data(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public void end() {
    String hash = HexFormat.of().formatHex(digest.digest());
    check(SigV4.chunkToSign(signed.time(), signed.scope(), before, hash));
  }

  private void check(String toSign) {
    if (!SigV4.same(SigV4.sign(key, toSign), given)) {
      throw Dialect.S3.word(Refusal.mismatch(given, toSign, ""));
    }
    before = given;
  }

  @Override
  public void trailers(Map<String, String> trailers) {
    if (!trailer) {
      return;
    }
    given = trailers.getOrDefault(TRAILER, "");
    StringBuilder text = new StringBuilder();
    trailers.forEach((name, value) -> {
      if (!name.equals(TRAILER)) {
        text.append(name).append(':').append(value).append('\n');
      }
    });
    String hash = SigV4.hash(text.toString().getBytes(StandardCharsets.UTF_8));
    check(SigV4.trailerToSign(signed.time(), signed.scope(), before, hash));
  }
}
