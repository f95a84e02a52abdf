package dev.thaw.cloud.lambda;

import java.util.HashMap;
import java.util.Map;

/// How much an account keeps in a region: packages and layers, each content once.
final class StoredBytes {

  private final FunctionStore functions;
  private final LayerStore layers;

  StoredBytes(FunctionStore functions, LayerStore layers) {
    this.functions = functions;
    this.layers = layers;
  }

  long of(String account, String region) {
    Map<String, Long> bytes = new HashMap<>();
    for (FunctionRecord function : functions.list(account, region)) {
      function.versions().forEach(version -> count(version.code(), bytes));
    }
    for (LayerRecord layer : layers.list(account, region)) {
      layer.versions().forEach(version -> count(version.content(), bytes));
    }
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void count(StoredPackage content, Map<String, Long> bytes) {
    bytes.put(content.sha256(), content.bytes());
  }
}
