package dev.thaw.cloud.protocol;

import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// One service calling another within thaw: by the same operations that users call, validated in
/// the same way, but without the wire. So a service knows of another only what AWS documents of it.
public final class ServiceClient {

  private static final RequestHead.Headers NO_HEADERS =
      new RequestHead.Headers() {
        @Override
        public Optional<String> first(String name) {
          return Optional.empty();
        }

        @Override
        public void forEach(BiConsumer<String, String> action) {}
      };

  private final Supplier<List<Service>> services;
  private final Clock clock;

  /// @param services asked at every call: services call each other in circles
  public ServiceClient(Supplier<List<Service>> services, Clock clock) {
    this.services = services;
    this.clock = clock;
  }

  /// @param service name of its model, for example `lambda`
  /// @param input members as [Document] holds them: numbers are [Long] or [Double]
  /// @return the operation's output
  /// @throws ApiException what a user would see, and NotImplemented where thaw does not offer it
  public Document call(Scope scope, String service, String operation, Map<String, Object> input) {
    Service called =
        services.get().stream()
            .filter(offered -> offered.name().equals(service))
            .findFirst()
            .orElseThrow(() -> ApiException.notEmulated(service, operation));
    Operation modelled = called.model().operation(operation);
    Service.Handler handler = called.handlers().get(operation);
    if (handler == null) {
      throw ApiException.notEmulated(service, operation);
    }
    Validator.check(modelled.input(), input);
    Timeline timeline = new Timeline(Kind.REQUEST, UUID.randomUUID().toString(), clock);
    try {
      Call call =
          new Call(
              modelled,
              new Document(input),
              new RequestHead(modelled.method(), "/", Query.EMPTY, NO_HEADERS),
              scope,
              timeline,
              output -> {
                throw new IOException(modelled + " streams its answer (expected: a whole one)");
              });
      return new Document(handler.handle(call).output());
    } finally {
      timeline.seal();
    }
  }
}
