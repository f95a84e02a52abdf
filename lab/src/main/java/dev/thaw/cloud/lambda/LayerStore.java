package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/// The layers, all in memory for reading and on the disk before a change is acknowledged.
final class LayerStore {

  private final Store store;
  private final Store.Table table;
  private final Map<String, LayerRecord> layers = new ConcurrentSkipListMap<>();

  LayerStore(Store store, Contents contents) {
    this.store = store;
    table = store.table("lambda.layers");
    table
        .startingWith("")
        .forEach((id, json) -> layers.put(id, LayerRecord.read(LayerKey.ofId(id), json, contents)));
  }

  Optional<LayerVersion> find(LayerKey key, long number) {
    return layer(key).version(number);
  }

  /// @throws ApiException if there is no such version
  LayerVersion require(LayerKey key, long number) {
    if (number < 1) {
      throw LambdaErrors.invalid("Layer Version Cannot be less than 1.");
    }
    return find(key, number).orElseThrow(LayerStore::notThere);
  }

  static ApiException notThere() {
    return new ApiException(
        404, "ResourceNotFoundException", "The resource you requested does not exist.");
  }

  /// Without versions if it is not known.
  LayerRecord layer(LayerKey key) {
    return layers.getOrDefault(key.id(), LayerRecord.empty(key));
  }

  /// Ordered by name, without those that have no version.
  List<LayerRecord> list(String account, String region) {
    String prefix = FunctionKey.prefix(account, region);
    return layers.values().stream()
        .filter(layer -> layer.key().id().startsWith(prefix) && !layer.versions().isEmpty())
        .toList();
  }

  /// SHA-256 of every content.
  Set<String> packages() {
    Set<String> used = new HashSet<>();
    for (LayerRecord layer : layers.values()) {
      layer.versions().forEach(version -> used.add(version.content().sha256()));
    }
    return used;
  }

  /// Changes a layer as it stands at that moment, or makes it.
  LayerRecord update(LayerKey key, UnaryOperator<LayerRecord> change) {
    return store.change(() -> {
      LayerRecord next = change.apply(layer(key));
      table.put(key.id(), next.write());
      layers.put(key.id(), next);
      return next;
    });
  }
}
