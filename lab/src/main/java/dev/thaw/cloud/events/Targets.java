package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Scope;

/// Where rules send events.
public interface Targets {

  /// Whether there is such a kind of target; the very one may be missing, as on AWS.
  boolean accepts(String arn);

  /// Hands an event over.
  ///
  /// @throws dev.thaw.cloud.protocol.ApiException if the target does not take it
  void deliver(Scope scope, String arn, byte[] event);
}
