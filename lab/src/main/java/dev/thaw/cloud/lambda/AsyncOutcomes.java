package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.timeline.Clock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Tells destinations and dead-letter targets how an asynchronous event ended.
final class AsyncOutcomes {

  private static final System.Logger LOG = System.getLogger(AsyncOutcomes.class.getName());

  /// AWS breaks loops of functions after about as many rounds.
  private static final int MOST_HOPS = 16;

  private final FunctionStore functions;
  private final List<Destination> destinations;
  private final Clock clock;

  AsyncOutcomes(FunctionStore functions, List<Destination> destinations, Clock clock) {
    this.functions = functions;
    this.destinations = List.copyOf(destinations);
    this.clock = clock;
  }

  /// Sends records to other services.
  ///
  /// @param last run, empty if the function did not run at the last try
  /// @return events for functions that are destinations, to be queued
  List<AsyncEvent> of(
      AsyncEvent event,
      FunctionRecord function,
      AsyncPolicy.Condition condition,
      Optional<AsyncRecord.Run> last) {
    boolean success = condition == AsyncPolicy.Condition.SUCCESS;
    List<AsyncEvent> handedOn = new ArrayList<>(1);
    Optional<String> destination =
        new Document(EventConfigOperations.config(function, event.ref()))
            .optionalDocument("DestinationConfig")
            .flatMap(config -> config.optionalDocument(success ? "OnSuccess" : "OnFailure"))
            .flatMap(target -> target.optionalText("Destination"));
    if (destination.isPresent()) {
      byte[] record = AsyncRecord.write(event, condition, last, clock.now());
      if (destination.get().startsWith("arn:aws:lambda:")) {
        handOn(event, destination.get(), record).ifPresent(handedOn::add);
      } else {
        send(event, destination.get(), record, Map.of());
      }
    }
    if (!success) {
      function
          .latest()
          .configuration()
          .optionalDocument("DeadLetterConfig")
          .flatMap(config -> config.optionalText("TargetArn"))
          .ifPresent(arn -> send(event, arn, event.payload(), attributes(event, condition, last)));
    }
    return handedOn;
  }

  private Optional<AsyncEvent> handOn(AsyncEvent event, String arn, byte[] record) {
    String region = arn.split(":", 5)[3];
    FunctionRef to;
    try {
      to =
          FunctionRef.parse(
              arn, new Scope(region, event.ref().key().account(), "", Optional.empty()));
    } catch (ApiException e) {
      LOG.log(System.Logger.Level.WARNING, "event " + event.id() + ": " + e.getMessage());
      return Optional.empty();
    }
    if (event.hops() >= MOST_HOPS && !loopsAllowed(to.key())) {
      LOG.log(
          System.Logger.Level.WARNING,
          "event {0}: {1} is not called, functions call each other in a loop",
          event.id(),
          arn);
      return Optional.empty();
    }
    if (record.length > InvokeOperations.MAX_EVENT) {
      LOG.log(
          System.Logger.Level.WARNING,
          "event {0}: {1} is not called, the record has {2} bytes (limit {3})",
          event.id(),
          arn,
          record.length,
          InvokeOperations.MAX_EVENT);
      return Optional.empty();
    }
    return Optional.of(event.handedOn(UUID.randomUUID().toString(), to, record, clock.now()));
  }

  private boolean loopsAllowed(FunctionKey key) {
    return functions.find(key).filter(to -> to.attachments().loopsAllowed()).isPresent();
  }

  private void send(AsyncEvent event, String arn, byte[] record, Map<String, String> attributes) {
    for (Destination destination : destinations) {
      if (destination.accepts(arn)) {
        destination.send(arn, record, attributes);
        return;
      }
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "event {0}: its record is lost, thaw does not emulate the destination {1}",
        event.id(),
        arn);
  }

  private static Map<String, String> attributes(
      AsyncEvent event, AsyncPolicy.Condition condition, Optional<AsyncRecord.Run> last) {
    String message =
        last.map(run -> new String(run.answered().payload(), StandardCharsets.UTF_8))
            .orElse(condition.wireName());
    return Map.of(
        "RequestID", event.id(),
        "ErrorCode", last.isPresent() ? "200" : "429",
        "ErrorMessage", message.substring(0, Math.min(message.length(), 1024)));
  }
}
