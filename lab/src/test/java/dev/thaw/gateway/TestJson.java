package dev.thaw.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON objects of tests.
public final class TestJson {

  private TestJson() {}

  public static Map<String, @Nullable Object> object(byte[] json) {
    return object(EventText.read(json));
  }

  /// @param member that is an object too
  public static Map<String, @Nullable Object> object(
      Map<String, ? extends @Nullable Object> of, String member) {
    return object(of.get(member));
  }

  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalStateException("value: " + value + " (expected: an object)");
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    map.forEach((name, each) -> object.put(name.toString(), each));
    return object;
  }
}
