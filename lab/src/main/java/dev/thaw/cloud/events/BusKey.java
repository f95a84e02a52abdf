package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Scope;
import java.util.Optional;

/// A bus's place.
record BusKey(String account, String region, String name) {

  static final String DEFAULT = "default";

  /// @param bus a name or an ARN; absent means the default bus
  static BusKey of(Optional<String> bus, Scope scope) {
    String given = bus.orElse(DEFAULT);
    if (!given.startsWith("arn:")) {
      return new BusKey(scope.account(), scope.region(), given);
    }
    String[] parts = given.split(":", 6);
    if (parts.length < 6 || !parts[2].equals("events") || !parts[5].startsWith("event-bus/")) {
      throw EventErrors.invalid(
          "Parameter EventBusName is not valid. Reason: Provided Arn is not in correct format: "
              + given);
    }
    if (!parts[3].equals(scope.region()) || !parts[4].equals(scope.account())) {
      throw EventErrors.notEmulated("event buses of other accounts and regions: " + given);
    }
    return new BusKey(parts[4], parts[3], parts[5].substring("event-bus/".length()));
  }

  boolean isDefault() {
    return name.equals(DEFAULT);
  }

  String arn() {
    return "arn:aws:events:%s:%s:event-bus/%s".formatted(region, account, name);
  }

  String id() {
    return account + "/" + region + "/" + name;
  }

  static BusKey ofId(String id) {
    String[] parts = id.split("/", 3);
    return new BusKey(parts[0], parts[1], parts[2]);
  }

  Scope scope() {
    return new Scope(region, account, "", Optional.empty());
  }
}
