package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.state.Store;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// The APIs, all in memory for reading and on the disk before a change is acknowledged. Ids are
/// unique over accounts and regions, so that a host name alone finds its API.
final class ApiStore {

  private final Store store;
  private final Store.Table table;
  private final Store.Table snapshots;
  private final Map<String, Api> apis = new ConcurrentSkipListMap<>();

  ApiStore(Store store) {
    this.store = store;
    table = store.table("apigateway.apis");
    snapshots = store.table("apigateway.deployments");
    table.startingWith("").forEach((id, json) -> apis.put(id, Api.read(json)));
  }

  /// @return shared: not to be changed
  Optional<Api> find(String id) {
    return Optional.ofNullable(apis.get(id));
  }

  /// @return shared: not to be changed
  Api require(Scope scope, String id) {
    return find(id).filter(api -> owns(scope, api)).orElseThrow(() -> missing(scope, id));
  }

  /// The API that a call names.
  ///
  /// @return shared: not to be changed
  Api require(Call call) {
    return require(call.scope(), id(call));
  }

  private static String id(Call call) {
    return call.input().text("restApiId");
  }

  private static boolean owns(Scope scope, Api api) {
    return api.account().equals(scope.account()) && api.region().equals(scope.region());
  }

  private static ApiException missing(Scope scope, String id) {
    return GatewayErrors.notFound("Invalid API identifier specified " + scope.account() + ":" + id);
  }

  /// Ordered by id.
  List<Api> list(Scope scope) {
    return apis.values().stream().filter(api -> owns(scope, api)).toList();
  }

  /// Makes an API in one transaction.
  ///
  /// @param fill is given an API that has an id and a root, and nothing else
  Api create(Scope scope, Consumer<Api> fill) {
    return store.change(() -> {
      Api api = Api.empty(scope.account(), scope.region());
      api.settings().put("id", Ids.apiId(apis::containsKey));
      ResourceTree.plant(api);
      fill.accept(api);
      keep(api);
      return api;
    });
  }

  /// Changes an API as it stands at that moment, wholly or not at all.
  ///
  /// @param change is given a draft, and throws what the caller should see
  <T> T change(Scope scope, String id, Function<Api, T> change) {
    return store.change(() -> {
      Api draft = require(scope, id).draft();
      T result = change.apply(draft);
      keep(draft);
      return result;
    });
  }

  /// Changes the API that a call names.
  <T> T change(Call call, Function<Api, T> change) {
    return change(call.scope(), id(call), change);
  }

  void delete(Call call) {
    String id = id(call);
    store.change(() -> {
      Api api = require(call);
      api.all(Section.DEPLOYMENTS)
          .keySet()
          .forEach(deployment -> snapshots.remove(key(id, deployment)));
      table.remove(id);
      apis.remove(id);
      return true;
    });
  }

  /// Keeps an API as it is now for a deployment; within a change.
  void freeze(Api api, String deployment) {
    snapshots.put(key(api.id(), deployment), api.definition().write());
  }

  /// Forgets what a deployment froze; within a change.
  void forget(Api api, String deployment) {
    snapshots.remove(key(api.id(), deployment));
  }

  Optional<Api> frozen(String api, String deployment) {
    return snapshots.get(key(api, deployment)).map(Api::read);
  }

  private static String key(String api, String deployment) {
    return api + "/" + deployment;
  }

  private void keep(Api api) {
    table.put(api.id(), api.write());
    apis.put(api.id(), api);
  }
}
