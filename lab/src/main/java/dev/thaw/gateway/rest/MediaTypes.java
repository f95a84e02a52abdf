package dev.thaw.gateway.rest;

import java.util.List;
import java.util.Locale;

/// The types that an API takes for binary.
record MediaTypes(List<String> binary) {

  static final String JSON = "application/json";

  /// @param header a content type, or the types that a caller accepts, of which the first counts
  boolean match(String header) {
    if (binary.isEmpty()) {
      return false;
    }
    String type = plain(header);
    for (String each : binary) {
      if (each.equals("*/*") || each.equalsIgnoreCase(type) || covers(each, type)) {
        return true;
      }
    }
    return false;
  }

  /// `image/*` covers `image/png`.
  private static boolean covers(String pattern, String type) {
    return pattern.endsWith("/*") && type.regionMatches(true, 0, pattern, 0, pattern.length() - 1);
  }

  /// Without parameters, in lower case.
  static String plain(String header) {
    int end = header.length();
    for (int i = 0; i < end; i++) {
      char c = header.charAt(i);
      if (c == ';' || c == ',') {
        end = i;
      }
    }
    return header.substring(0, end).strip().toLowerCase(Locale.ROOT);
  }
}
