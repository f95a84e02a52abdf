package dev.thaw.cloud.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A decoded query string, or a form.
public final class Query {

  /// More parameters than this are refused.
  private static final int LIMIT = 10_000;

  static final Query EMPTY = new Query("");

  private final String raw;
  private @Nullable Map<String, List<String>> decoded;

  private Query(String raw) {
    this.raw = raw;
  }

  /// Decoded when first asked, so that whoever asks can refuse what is not validly encoded.
  ///
  /// @param raw without the question mark
  public static Query parse(String raw) {
    return raw.isEmpty() ? EMPTY : new Query(raw);
  }

  /// As it came, without the question mark.
  public String raw() {
    return raw;
  }

  private Map<String, List<String>> values() {
    Map<String, List<String>> known = decoded;
    if (known == null) {
      known = decode();
      decoded = known;
    }
    return known;
  }

  private Map<String, List<String>> decode() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int from = 0;
    int count = 0;
    while (from <= raw.length()) {
      int end = raw.indexOf('&', from);
      int to = end < 0 ? raw.length() : end;
      if (to > from) {
        int equals = raw.indexOf('=', from);
        boolean bare = equals < 0 || equals > to;
        String name = decode(raw.substring(from, bare ? to : equals));
        String value = bare ? "" : decode(raw.substring(equals + 1, to));
        values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
        if (++count > LIMIT) {
          throw ApiException.serialization("query: over " + LIMIT + " parameters");
        }
      }
      from = to + 1;
    }
    return values;
  }

  /// @throws ApiException if the query is not validly encoded; so do all that follow
  public Optional<String> first(String name) {
    List<String> found = values().get(name);
    return found == null ? Optional.empty() : Optional.of(found.getFirst());
  }

  /// Empty if absent.
  List<String> all(String name) {
    return values().getOrDefault(name, List.of());
  }

  void forEach(BiConsumer<String, List<String>> action) {
    values().forEach(action);
  }

  /// Whether every constant is there; one without a value must only be named.
  boolean hasAll(Map<String, String> constants) {
    for (Map.Entry<String, String> constant : constants.entrySet()) {
      List<String> found = values().get(constant.getKey());
      if (found == null
          || (!constant.getValue().isEmpty() && !found.contains(constant.getValue()))) {
        return false;
      }
    }
    return true;
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ApiException.serialization("query: " + text + " (expected: valid percent encoding)");
    }
  }
}
