package dev.thaw.cloud.protocol;

import java.util.Map;

/// A service as thaw offers it: its whole model, and handlers for some of its operations. What has
/// no handler answers a loud, named error.
///
/// @param handlers by operation name
public record Service(ServiceModel model, Map<String, Handler> handlers, BodyLimit limit) {

  /// @throws ModelException if the model does not know one of the operations
  public Service {
    handlers = Map.copyOf(handlers);
    for (String name : handlers.keySet()) {
      model.operation(name);
    }
  }

  /// Does one operation. Errors that the caller should see are thrown as [ApiException].
  @FunctionalInterface
  public interface Handler {
    Answer handle(Call call);
  }

  /// How long a body may be.
  public interface BodyLimit {

    long bytes(Operation operation);

    /// What AWS answers to a longer one.
    ApiException exceeded(Operation operation);
  }
}
