package dev.thaw.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A decoded query string, its names in the order in which they first came.
public final class Parameters {

  /// More parameters than this are cut off.
  private static final int LIMIT = 10_000;

  private static final Map<String, List<String>> NONE = Map.of();

  private Parameters() {}

  /// @param raw without the question mark; what is not validly encoded stays as it is
  public static Map<String, List<String>> parse(String raw) {
    if (raw.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    int from = 0;
    for (int count = 0; from <= raw.length() && count < LIMIT; count++) {
      int end = raw.indexOf('&', from);
      int to = end < 0 ? raw.length() : end;
      if (to > from) {
        int equals = raw.indexOf('=', from);
        boolean bare = equals < 0 || equals > to;
        String name = decode(raw.substring(from, bare ? to : equals));
        String value = bare ? "" : decode(raw.substring(equals + 1, to));
        values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
      }
      from = to + 1;
    }
    return values;
  }

  /// Percent signs that lead nowhere stay as they are.
  public static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
