package dev.thaw.cloud.s3;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Keys of objects as keys of rows: in the order of S3, which is that of their bytes in UTF-8, and
/// the newest version of a key first.
final class RowKey {

  /// After every key that begins with what stands before it.
  static final char LAST = '\uffff';

  private static final char END = 0;

  private static final int SEQUENCE = 16;

  private RowKey() {}

  static String prefix(Bucket bucket, String start) {
    return bucket.id() + '/' + escape(start);
  }

  /// What all rows of a key begin with, and no others.
  static String key(Bucket bucket, String key) {
    return prefix(bucket, key) + END;
  }

  static String row(Bucket bucket, StoredObject object) {
    return key(bucket, object.key())
        + HexFormat.of().toHexDigits(Long.MAX_VALUE - object.sequence());
  }

  /// The object's key in the key of a row.
  static String objectKey(Bucket bucket, String row) {
    String escaped = row.substring(bucket.id().length() + 1, row.length() - SEQUENCE - 1);
    byte[] bytes = new byte[escaped.length()];
    int count = 0;
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == 1) {
        i++;
        c = (char) (escaped.charAt(i) - 1);
      }
      bytes[count++] = (byte) c;
    }
    return new String(bytes, 0, count, StandardCharsets.UTF_8);
  }

  /// One character for each byte; zero is for the end, so it and one are written as two.
  private static String escape(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    StringBuilder escaped = new StringBuilder(bytes.length + 32);
    for (byte each : bytes) {
      int value = each & 0xff;
      if (value <= 1) {
        escaped.append((char) 1);
        value++;
      }
      escaped.append((char) value);
    }
    return escaped.toString();
  }
}
