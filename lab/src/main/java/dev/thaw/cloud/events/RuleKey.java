package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Scope;

/// A rule's place: whose it is, and on which bus.
record RuleKey(BusKey bus, String name) {

  /// The default bus is not named in it.
  String arn() {
    String path = bus.isDefault() ? name : bus.name() + "/" + name;
    return "arn:aws:events:%s:%s:rule/%s".formatted(bus.region(), bus.account(), path);
  }

  String id() {
    return bus.id() + "/" + name;
  }

  static RuleKey ofId(String id) {
    int slash = id.lastIndexOf('/');
    return new RuleKey(BusKey.ofId(id.substring(0, slash)), id.substring(slash + 1));
  }

  Scope scope() {
    return bus.scope();
  }
}
