package dev.thaw.cloud.events;

import dev.thaw.cloud.state.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Rules and buses, all in memory for reading and on the disk before a change is acknowledged.
final class EventStore {

  private final Store store;
  private final Store.Table ruleTable;
  private final Store.Table busTable;
  private final NavigableMap<String, Rule> rules = new ConcurrentSkipListMap<>();
  private final NavigableMap<String, Bus> buses = new ConcurrentSkipListMap<>();

  EventStore(Store store) {
    this.store = store;
    ruleTable = store.table("events.rules");
    busTable = store.table("events.buses");
    ruleTable.startingWith("").forEach((id, json) -> rules.put(id, EventCodec.rule(id, json)));
    busTable.startingWith("").forEach((id, json) -> buses.put(id, EventCodec.bus(id, json)));
  }

  List<Rule> all() {
    return List.copyOf(rules.values());
  }

  /// Ordered by name.
  List<Rule> rules(BusKey bus) {
    return List.copyOf(startingWith(rules, bus.id()).values());
  }

  private static <T> Map<String, T> startingWith(NavigableMap<String, T> all, String path) {
    // What follows a slash lies before what follows the character after it
    return all.subMap(path + "/", path + "0");
  }

  Optional<Rule> find(RuleKey key) {
    return Optional.ofNullable(rules.get(key.id()));
  }

  /// @throws dev.thaw.cloud.protocol.ApiException if there is no such rule
  Rule require(RuleKey key) {
    requireBus(key.bus());
    return find(key).orElseThrow(() -> EventErrors.noRule(key));
  }

  /// Makes or changes a rule.
  Rule put(RuleKey key, Function<Optional<Rule>, Rule> change) {
    return store.change(() -> {
      requireBus(key.bus());
      return keep(change.apply(find(key)));
    });
  }

  /// Changes a rule that is there.
  Rule update(RuleKey key, UnaryOperator<Rule> change) {
    return store.change(() -> keep(change.apply(require(key))));
  }

  private Rule keep(Rule rule) {
    ruleTable.put(rule.key().id(), EventCodec.write(rule));
    rules.put(rule.key().id(), rule);
    return rule;
  }

  /// Succeeds when there is none, as on AWS.
  void delete(RuleKey key) {
    store.change(() -> {
      requireBus(key.bus());
      if (find(key).filter(rule -> !rule.targets().isEmpty()).isPresent()) {
        throw EventErrors.invalid("Rule can't be deleted since it has targets.");
      }
      ruleTable.remove(key.id());
      rules.remove(key.id());
      return true;
    });
  }

  Optional<Bus> findBus(BusKey key) {
    return Optional.ofNullable(buses.get(key.id()))
        .or(() -> key.isDefault() ? Optional.of(Bus.of(key, Instant.EPOCH)) : Optional.empty());
  }

  /// @throws dev.thaw.cloud.protocol.ApiException if there is no such bus
  Bus requireBus(BusKey key) {
    return findBus(key).orElseThrow(() -> EventErrors.noBus(key.name()));
  }

  /// Ordered by name, the default one included.
  List<Bus> buses(String account, String region) {
    BusKey main = new BusKey(account, region, BusKey.DEFAULT);
    Map<String, Bus> found = new TreeMap<>();
    found.put(main.id(), requireBus(main));
    found.putAll(startingWith(buses, account + "/" + region));
    return List.copyOf(found.values());
  }

  void create(Bus bus) {
    store.change(() -> {
      if (findBus(bus.key()).isPresent()) {
        throw EventErrors.busExists(bus.key().name());
      }
      return keep(bus);
    });
  }

  Bus update(BusKey key, UnaryOperator<Bus> change) {
    return store.change(() -> keep(change.apply(requireBus(key))));
  }

  private Bus keep(Bus bus) {
    busTable.put(bus.key().id(), EventCodec.write(bus));
    buses.put(bus.key().id(), bus);
    return bus;
  }

  /// Succeeds when there is none, as on AWS.
  void delete(BusKey key) {
    store.change(() -> {
      if (!rules(key).isEmpty()) {
        throw EventErrors.invalid(
            "Event bus " + key.name() + " can't be deleted since it has rules.");
      }
      busTable.remove(key.id());
      buses.remove(key.id());
      return true;
    });
  }
}
