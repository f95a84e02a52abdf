package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tags of objects and buckets.
final class Tags {

  static final int OF_OBJECT = 10;
  static final int OF_BUCKET = 50;

  private static final int KEY = 128;
  private static final int VALUE = 256;

  private Tags() {}

  /// @param set the member `TagSet`
  static Map<String, String> of(List<Document> set, int most) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Document tag : set) {
      add(tags, tag.text("Key"), tag.text("Value"));
    }
    return checked(tags, most);
  }

  /// As the header `x-amz-tagging` writes them: like a query.
  static Map<String, String> parse(String header) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String pair : header.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        add(
            tags,
            decode(name, header),
            equals < 0 ? "" : decode(pair.substring(equals + 1), header));
      }
    }
    return checked(tags, OF_OBJECT);
  }

  private static String decode(String text, String header) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw S3Errors.argument(
          "x-amz-tagging",
          header,
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query"
              + " parameters without tag name duplicates.");
    }
  }

  private static void add(Map<String, String> tags, String key, String value) {
    if (key.isEmpty() || key.length() > KEY) {
      throw invalid("The TagKey you have provided is invalid", key);
    }
    if (value.length() > VALUE) {
      throw invalid("The TagValue you have provided is invalid", key);
    }
    if (tags.put(key, value) != null) {
      throw invalid("Cannot provide multiple Tags with the same key", key);
    }
  }

  private static ApiException invalid(String message, String key) {
    return S3Errors.of(400, "InvalidTag", message, Map.of("TagKey", key));
  }

  private static Map<String, String> checked(Map<String, String> tags, int most) {
    if (tags.size() > most) {
      throw new ApiException(
          400,
          "BadRequest",
          (most == OF_OBJECT ? "Object" : "Bucket") + " tags cannot be greater than " + most);
    }
    return tags;
  }

  static List<Object> set(Map<String, String> tags) {
    List<Object> set = new ArrayList<>();
    tags.forEach((key, value) -> set.add(Map.of("Key", key, "Value", value)));
    return set;
  }
}
