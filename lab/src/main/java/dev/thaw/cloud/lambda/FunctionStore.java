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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/// The functions, all in memory for reading and on the disk before a change is acknowledged.
final class FunctionStore {

  private final Store store;
  private final Store.Table table;
  private final Map<String, FunctionRecord> functions = new ConcurrentSkipListMap<>();
  private final Map<String, FunctionRef> urls = new ConcurrentHashMap<>();

  FunctionStore(Store store, Contents contents) {
    this.store = store;
    table = store.table("lambda.functions");
    FunctionCodec codec = new FunctionCodec(contents);
    table.startingWith("").forEach((id, json) -> keep(codec.read(FunctionKey.ofId(id), json)));
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

  /// The version that a caller means; without a qualifier the latest, by an alias the one that it
  /// mainly points to.
  FunctionVersion require(FunctionRef ref) {
    return find(ref.key())
        .flatMap(function -> function.version(ref.orLatest()))
        .orElseThrow(() -> LambdaErrors.notFound(ref.arn()));
  }

  /// The version that a call runs.
  ///
  /// @param draw uniform, from 0 inclusive to 1 exclusive; an alias chooses by it
  FunctionVersion route(FunctionRef ref, double draw) {
    return find(ref.key())
        .flatMap(function -> function.route(ref.orLatest(), draw))
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

  /// SHA-256 of every package and layer in use.
  Set<String> packages() {
    Set<String> used = new HashSet<>();
    for (FunctionRecord function : functions.values()) {
      for (FunctionVersion version : function.versions()) {
        used.add(version.code().sha256());
        version.layers().forEach(layer -> used.add(layer.content().sha256()));
      }
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
    return update(key, change, (before, after) -> {});
  }

  /// @param then is told what it was and what it is, once that is on the disk
  FunctionRecord update(
      FunctionKey key,
      UnaryOperator<FunctionRecord> change,
      BiConsumer<FunctionRecord, FunctionRecord> then) {
    Change made =
        store.change(() -> {
          FunctionRecord before = require(key);
          FunctionRecord after = change.apply(before);
          put(after);
          return new Change(before, after);
        });
    then.accept(made.before(), made.after());
    return made.after();
  }

  private record Change(FunctionRecord before, FunctionRecord after) {}

  FunctionRecord delete(FunctionKey key) {
    return store.change(() -> {
      FunctionRecord function = require(key);
      table.remove(key.id());
      functions.remove(key.id());
      function.attachments().urls().values().forEach(url -> urls.remove(url.id()));
      return function;
    });
  }

  private void put(FunctionRecord function) {
    table.put(function.key().id(), FunctionCodec.write(function));
    keep(function);
  }

  private void keep(FunctionRecord function) {
    FunctionRecord before = functions.put(function.key().id(), function);
    Set<String> ids = new HashSet<>();
    function
        .attachments()
        .urls()
        .forEach((qualifier, url) -> {
          ids.add(url.id());
          urls.put(url.id(), ref(function.key(), qualifier));
        });
    if (before != null) {
      before.attachments().urls().values().stream()
          .map(FunctionUrl::id)
          .filter(id -> !ids.contains(id))
          .forEach(urls::remove);
    }
  }

  private static FunctionRef ref(FunctionKey key, String qualifier) {
    return new FunctionRef(
        key, Optional.of(qualifier).filter(each -> !each.equals(FunctionVersion.LATEST)));
  }

  /// @param id the first label of the host that was called
  Optional<Target> url(String id) {
    return Optional.ofNullable(urls.get(id))
        .flatMap(ref ->
            find(ref.key())
                .flatMap(function -> function.attachments().url(ref.orLatest()))
                .filter(url -> url.id().equals(id))
                .map(url -> new Target(ref, url)));
  }

  /// @param function as its URL calls it: unqualified or by an alias
  record Target(FunctionRef function, FunctionUrl url) {}
}
