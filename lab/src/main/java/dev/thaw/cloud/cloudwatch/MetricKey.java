package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A metric: every combination of dimensions is one of its own.
record MetricKey(
    String account, String region, String namespace, String name, Map<String, String> dimensions) {

  private static final int ID_BYTES = 16;

  /// In the store: short, and without what namespaces and dimensions may hold.
  String id() {
    List<Object> parts = new ArrayList<>(List.of(account, region, namespace, name));
    new TreeMap<>(dimensions).forEach((key, value) -> parts.add(List.of(key, value)));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Json.write(parts));
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every JRE", e);
    }
  }

  /// As answers show it.
  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Namespace", namespace);
    shown.put("MetricName", name);
    List<Object> pairs = new ArrayList<>();
    new TreeMap<>(dimensions)
        .forEach((key, value) -> pairs.add(Map.of("Name", key, "Value", value)));
    shown.put("Dimensions", pairs);
    return shown;
  }

  byte[] write(long lastMs) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("account", account);
    json.put("region", region);
    json.put("namespace", namespace);
    json.put("name", name);
    json.put("dimensions", dimensions);
    json.put("last", lastMs);
    return Json.write(json);
  }

  static MetricKey read(Document json) {
    return new MetricKey(
        json.text("account"),
        json.text("region"),
        json.text("namespace"),
        json.text("name"),
        Map.copyOf(json.textMap("dimensions")));
  }
}
