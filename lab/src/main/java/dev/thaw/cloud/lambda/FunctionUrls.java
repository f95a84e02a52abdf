package dev.thaw.cloud.lambda;

import java.util.Optional;

/// What the door of function URLs asks.
interface FunctionUrls {

  /// @param id the first label of the host that was called
  Optional<Target> find(String id);

  /// @param function as its URL calls it: unqualified or by an alias
  record Target(FunctionRef function, FunctionUrl url) {}
}
