package dev.thaw.cloud.protocol;

import java.util.ArrayList;
import java.util.List;

/// The protocols that a service is served with; it answers in the one that it was asked in.
final class Protocols {

  private final List<Protocol> spoken;

  private Protocols(List<Protocol> spoken) {
    this.spoken = List.copyOf(spoken);
  }

  /// @throws ModelException if thaw does not speak one of its protocols
  static Protocols of(ServiceModel model) {
    List<Protocol> spoken = new ArrayList<>();
    for (String name : model.entry().protocols()) {
      switch (name) {
        case "rest-json" -> spoken.add(new RestJson(model));
        case "rest-xml" -> spoken.add(new RestXml(model));
        case "json" -> spoken.add(new AwsJson(model));
        case "query" -> spoken.add(new AwsQuery(model));
        case "smithy-rpc-v2-cbor" -> spoken.add(new RpcCbor(model));
        default -> throw unspoken(model, name);
      }
    }
    return new Protocols(spoken);
  }

  private static ModelException unspoken(ServiceModel model, String name) {
    return new ModelException(
        "protocol of "
            + model.name()
            + ": "
            + name
            + " (expected: rest-json, rest-xml, json, query or smithy-rpc-v2-cbor)");
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
