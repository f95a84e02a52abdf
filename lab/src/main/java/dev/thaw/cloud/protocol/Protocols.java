package dev.thaw.cloud.protocol;

import java.util.ArrayList;
import java.util.List;

/// The protocols that a service is served with; it answers in the one that it was asked in.
final class Protocols {

  private final List<Protocol> spoken;

  private Protocols(List<Protocol> spoken) {
    this.spoken = List.copyOf(spoken);
  }

  /// @throws ModelException if thaw does not speak any of its protocols
  static Protocols of(ServiceModel model) {
    List<Protocol> spoken = new ArrayList<>();
    for (String name : model.entry().protocols()) {
      switch (name) {
        case "rest-json" -> spoken.add(new RestJson(model));
        case "rest-xml" -> spoken.add(new RestXml(model));
        case "json" -> spoken.add(new AwsJson(model));
        case "query" -> spoken.add(new AwsQuery(model));
        default -> {
          // One of the others is enough
        }
      }
    }
    if (spoken.isEmpty()) {
      throw new ModelException(
          "protocols of "
              + model.name()
              + ": "
              + model.entry().protocols()
              + " (expected: one of rest-json, rest-xml, json, query)");
    }
    return new Protocols(spoken);
  }

  /// The protocol of a request; the last one where nothing in the request says it.
  Protocol of(RequestHead head) {
    for (Protocol protocol : spoken) {
      if (protocol.speaks(head)) {
        return protocol;
      }
    }
    return spoken.getLast();
  }
}
