package dev.thaw.cloud.protocol;

import java.io.IOException;

/// Stands before every operation and lets requests in, or does not.
@FunctionalInterface
public interface Gate {

  /// Takes everybody.
  Gate OPEN = (arrival, next) -> next.enter(arrival.exchange());

  /// @param next is entered at most once, by this call
  /// @throws ApiException what the caller is to hear instead
  /// @throws IOException if the caller is gone
  void pass(Arrival arrival, Entrance next) throws IOException;

  /// A request whose service is known.
  ///
  /// @param operation asked only of requests without a signature: to know it, their form is read
  record Arrival(Exchange exchange, ServiceEntry service, Name operation) {

    /// Whether it speaks the query protocol.
    public boolean isQuery() {
      boolean form =
          exchange
              .head()
              .header("content-type")
              .filter(type -> type.startsWith(Request.FORM))
              .isPresent();
      return service.speaks("query")
          && (form || exchange.head().query().first("Action").isPresent());
    }
  }

  /// The name of the operation.
  @FunctionalInterface
  interface Name {
    String read() throws IOException;
  }

  /// What is behind the gate.
  @FunctionalInterface
  interface Entrance {
    /// @param exchange the one that came, or one whose body is checked while it is read
    void enter(Exchange exchange) throws IOException;
  }
}
