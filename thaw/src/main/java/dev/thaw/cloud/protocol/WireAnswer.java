package dev.thaw.cloud.protocol;

import java.util.List;

/// An answer as it goes out.
///
/// @param body empty for no body at all
public record WireAnswer(int status, List<Field> headers, Blob body) {

  public static final Blob NOTHING = Blob.of(new byte[0]);

  /// One header field.
  public record Field(String name, String value) {}

  public static WireAnswer of(int status, String contentType, byte[] body) {
    return new WireAnswer(status, List.of(new Field("Content-Type", contentType)), Blob.of(body));
  }
}
