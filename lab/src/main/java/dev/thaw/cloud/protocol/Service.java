package dev.thaw.cloud.protocol;

import java.util.Map;
import java.util.function.Supplier;

/// A service as thaw offers it: its whole model, and handlers for some of its operations. What has
/// no handler answers a loud, named error.
///
/// The model is read when somebody first needs it: most runs call few services, and reading all
/// models would take longer than the rest of thaw's start.
public final class Service {

  private final ServiceEntry entry;
  private final Supplier<ServiceModel> model;
  private final Map<String, Handler> handlers;
  private final BodyLimit limit;

  /// @param handlers by operation name
  /// @throws ModelException if there is no such model
  public Service(Models models, String name, Map<String, Handler> handlers, BodyLimit limit) {
    entry = models.entry(name);
    model = () -> models.load(name);
    this.handlers = Map.copyOf(handlers);
    this.limit = limit;
  }

  public ServiceEntry entry() {
    return entry;
  }

  /// Of the model, for example `lambda`.
  public String name() {
    return entry.name();
  }

  public ServiceModel model() {
    return model.get();
  }

  public Map<String, Handler> handlers() {
    return handlers;
  }

  public BodyLimit limit() {
    return limit;
  }

  /// A handler with a misspelt name would never be called.
  ///
  /// @throws ModelException if the model does not know one of the operations
  public void requireKnownOperations() {
    handlers.keySet().forEach(model()::operation);
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

    /// The same for all operations.
    ///
    /// @param code of the error, whose status is 413
    static BodyLimit ofAll(long most, String code) {
      return new BodyLimit() {
        @Override
        public long bytes(Operation operation) {
          return most;
        }

        @Override
        public ApiException exceeded(Operation operation) {
          return tooLong(most, code, operation);
        }
      };
    }

    /// In the words of Lambda, which others share.
    static ApiException tooLong(long most, String code, Operation operation) {
      return new ApiException(
          413,
          code,
          "Request must be smaller than %d bytes for the %s operation"
              .formatted(most, operation.name()));
    }
  }
}
