package dev.thaw.lambda.telemetry;

import java.io.IOException;
import java.util.List;

/// Brings batches to one subscriber. One thread sends; any other may cut it off.
interface Delivery extends AutoCloseable {

  /// Returns when the subscriber has the batch.
  ///
  /// @param batch JSON objects, at least one
  /// @throws IOException if it did not take it, or not in time
  void send(List<byte[]> batch) throws IOException;

  /// Ends a [#send] that is under way; a later one starts anew.
  @Override
  void close();

  static Delivery to(Destination destination) {
    return switch (destination) {
      case Destination.Http http -> new HttpDelivery(http);
      case Destination.Tcp tcp -> new TcpDelivery(tcp);
    };
  }
}
