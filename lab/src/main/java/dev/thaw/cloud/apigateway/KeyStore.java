package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.state.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/// API keys, and what accounts have set, in memory for reading and on the disk before a change is
/// acknowledged.
final class KeyStore {

  private final Store store;
  private final Store.Table table;
  private final Store.Table accounts;
  private final Map<String, Map<String, Object>> keys = new ConcurrentSkipListMap<>();
  private final AtomicLong version = new AtomicLong();

  KeyStore(Store store) {
    this.store = store;
    table = store.table("apigateway.keys");
    accounts = store.table("apigateway.accounts");
    table.startingWith("").forEach((id, json) -> keys.put(id, Json.readObject(json)));
  }

  private static String prefix(String account, String region) {
    return account + "/" + region + "/";
  }

  private static String id(Scope scope, String key) {
    return prefix(scope.account(), scope.region()) + key;
  }

  /// @return shared: not to be changed
  Map<String, Object> require(Scope scope, String key) {
    Map<String, Object> found = keys.get(id(scope, key));
    if (found == null) {
      throw GatewayErrors.notFound("Invalid API Key identifier specified");
    }
    return found;
  }

  /// Of one account in one region.
  List<Map<String, Object>> list(String account, String region) {
    String prefix = prefix(account, region);
    return keys.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// @param fill is given a key that has an id, and checks against those that are there
  Map<String, Object> create(Scope scope, Consumer<Map<String, Object>> fill) {
    return store.change(() -> {
      Map<String, Object> key = new LinkedHashMap<>();
      String id = Ids.apiId(taken -> keys.containsKey(id(scope, taken)));
      key.put("id", id);
      fill.accept(key);
      keep(id(scope, id), key);
      return key;
    });
  }

  <T> T change(Scope scope, String id, Function<Map<String, Object>, T> change) {
    return store.change(() -> {
      Map<String, Object> draft = Tree.copy(require(scope, id));
      T result = change.apply(draft);
      keep(id(scope, id), draft);
      return result;
    });
  }

  void delete(Scope scope, String id) {
    store.change(() -> {
      require(scope, id);
      table.remove(id(scope, id));
      keys.remove(id(scope, id));
      version.incrementAndGet();
      return true;
    });
  }

  private void keep(String id, Map<String, Object> key) {
    table.put(id, Json.write(key));
    keys.put(id, key);
    version.incrementAndGet();
  }

  /// Another number after every change of a key.
  long version() {
    return version.get();
  }

  /// What an account has set in a region.
  Map<String, Object> account(Scope scope) {
    return accounts
        .get(prefix(scope.account(), scope.region()))
        .map(Json::readObject)
        .orElseGet(LinkedHashMap::new);
  }

  <T> T changeAccount(Scope scope, Function<Map<String, Object>, T> change) {
    return store.change(() -> {
      Map<String, Object> account = account(scope);
      T result = change.apply(account);
      accounts.put(prefix(scope.account(), scope.region()), Json.write(account));
      return result;
    });
  }
}
