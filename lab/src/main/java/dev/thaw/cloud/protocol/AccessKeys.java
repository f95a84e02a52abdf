package dev.thaw.cloud.protocol;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/// Temporary access keys that say whose they are, as AWS's do: behind `ASIA` follow ten bytes in
/// base32, of which forty bits are the account. The last two are a check of thaw's own, so that a
/// user's real key is not taken for one that was given out here.
public final class AccessKeys {

  private static final String PREFIX = "ASIA";
  private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int LENGTH = PREFIX.length() + 16;
  private static final int BYTES = 10;
  private static final int CHECKED = 8;
  private static final long ACCOUNTS = 1_000_000_000_000L;

  private AccessKeys() {}

  /// @param account twelve digits
  public static String temporary(String account, RandomGenerator random) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    long middle = Long.parseLong(account) << 23;
    bytes.putLong((1L << 63) | middle | (random.nextLong() & 0x7f_ffff));
    bytes.putShort((short) check(bytes.array()));
    StringBuilder key = new StringBuilder(PREFIX);
    for (int bit = 0; bit < BYTES * 8; bit += 5) {
      key.append(DIGITS.charAt(bits(bytes.array(), bit)));
    }
    return key.toString();
  }

  /// The account of a key that was made by [#temporary].
  public static Optional<String> account(String key) {
    if (key.length() != LENGTH || !key.startsWith(PREFIX)) {
      return Optional.empty();
    }
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < LENGTH - PREFIX.length(); i++) {
      int digit = DIGITS.indexOf(key.charAt(PREFIX.length() + i));
      if (digit < 0) {
        return Optional.empty();
      }
      for (int bit = 0; bit < 5; bit++) {
        int at = i * 5 + bit;
        bytes[at / 8] |= (byte) ((digit >> (4 - bit) & 1) << (7 - at % 8));
      }
    }
    ByteBuffer read = ByteBuffer.wrap(bytes);
    long account = (read.getLong() & Long.MAX_VALUE) >> 23;
    return account < ACCOUNTS && (read.getShort() & 0xffff) == check(bytes)
        ? Optional.of(String.format(Locale.ROOT, "%012d", account))
        : Optional.empty();
  }

  private static int bits(byte[] bytes, int from) {
    int value = 0;
    for (int at = from; at < from + 5; at++) {
      value = value << 1 | (bytes[at / 8] >> (7 - at % 8) & 1);
    }
    return value;
  }

  private static int check(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update('t');
    crc.update(bytes, 0, CHECKED);
    return (int) (crc.getValue() & 0xffff);
  }
}
