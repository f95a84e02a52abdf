package dev.thaw.cloud.s3;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Names the last item shown, so that items may come and go between two pages.
final class ListingToken {

  private ListingToken() {}

  static String write(String last) {
    return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  static String read(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw S3Errors.argument(
          "continuation-token", token, "The continuation token provided is incorrect");
    }
  }
}
