package dev.thaw.cloud.auth;

import dev.thaw.cloud.auth.Refusal.Kind;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Compares a body with the hash that was signed.
final class HashCheck implements CheckedBody.Check {

  private final MessageDigest digest = SigV4.sha256();
  private final String expected;
  private final Dialect dialect;

  HashCheck(String expected, Dialect dialect) {
    this.expected = expected;
    this.dialect = dialect;
  }

  @Override
  public void data(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
  }

  @Override
  public void end() {
    if (!HexFormat.of().formatHex(digest.digest()).equals(expected)) {
      throw dialect.word(new Refusal(Kind.WRONG_BODY, expected));
    }
  }
}
