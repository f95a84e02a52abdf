package dev.thaw.cloud.lambda;

import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/// The functions, all in memory for reading and on the disk before a change is acknowledged.
final class FunctionStore {

  private final Store store;
  private final Store.Table table;
  private final Map<String, FunctionRecord> functions = new ConcurrentSkipListMap<>();

  FunctionStore(Store store, Contents contents) {
    this.store = store;
    table = store.table("lambda.functions");
    FunctionCodec codec = new FunctionCodec(contents);
    table
        .startingWith("")
        .forEach((id, json) -> functions.put(id, codec.read(FunctionKey.ofId(id), json)));
  }

  Optional<FunctionRecord> find(FunctionKey key) {
    return Optional.ofNullable(functions.get(key.id()));
  }

  /// @throws dev.thaw.cloud.protocol.ApiException if there is no such function
  FunctionRecord require(FunctionKey key) {
    FunctionRecord function = functions.get(key.id());
    if (function == null) {
      throw LambdaErrors.notFound(key.arn());
    }
    return function;
  }

  /// The version that a caller means; without a qualifier the latest.
  FunctionVersion require(FunctionRef ref) {
    FunctionRecord function = functions.get(ref.key().id());
    if (function == null) {
      throw LambdaErrors.notFound(ref.arn());
    }
    return ref.qualifier().isEmpty()
        ? function.latest()
        : function
            .version(ref.qualifier().get())
            .orElseThrow(() -> LambdaErrors.notFound(ref.arn()));
  }

  /// Ordered by name.
  List<FunctionRecord> list(String account, String region) {
    String prefix = FunctionKey.prefix(account, region);
    List<FunctionRecord> found = new ArrayList<>();
    for (FunctionRecord function : functions.values()) {
      if (function.key().id().startsWith(prefix)) {
        found.add(function);
      }
    }
    return found;
  }

  Collection<FunctionRecord> all() {
    return List.copyOf(functions.values());
  }

  /// SHA-256 of every package in use.
  Set<String> packages() {
    Set<String> used = new HashSet<>();
    for (FunctionRecord function : functions.values()) {
      function.versions().forEach(version -> used.add(version.code().sha256()));
    }
    return used;
  }

  void create(FunctionRecord function) {
    store.change(() -> {
      if (functions.containsKey(function.key().id())) {
        throw LambdaErrors.conflict(function.key().name());
      }
      put(function);
      return true;
    });
  }

  /// Changes a function as it stands at that moment.
  ///
  /// @param change throws what the caller should see if it cannot be made
  FunctionRecord update(FunctionKey key, UnaryOperator<FunctionRecord> change) {
    return store.change(() -> {
      FunctionRecord next = change.apply(require(key));
      put(next);
      return next;
    });
  }

  FunctionRecord delete(FunctionKey key) {
    return store.change(() -> {
      FunctionRecord function = require(key);
      table.remove(key.id());
      functions.remove(key.id());
      return function;
    });
  }

  private void put(FunctionRecord function) {
    table.put(function.key().id(), FunctionCodec.write(function));
    functions.put(function.key().id(), function);
  }
}
