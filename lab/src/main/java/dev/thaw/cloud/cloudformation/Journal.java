package dev.thaw.cloud.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.protocol.Json;
import dev.thaw.timeline.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Writes down how it stands with a stack, each time with the event that tells of it.
final class Journal {

  private static final String STACK = "AWS::CloudFormation::Stack";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final StackStore store;
  private final Clock clock;

  Journal(StackStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  long now() {
    return clock.now() / 1_000_000;
  }

  StackEvent event(
      StackIdentity stack, StackStatus status, Optional<String> reason, Optional<String> token) {
    return new StackEvent(
        UUID.randomUUID().toString(),
        stack.name(),
        stack.arn(),
        STACK,
        now(),
        status.name(),
        reason,
        Optional.empty(),
        token);
  }

  /// The stack goes on to another status.
  Stack stack(Stack stack, StackStatus status, Optional<String> reason) {
    return stack(stack, status, reason, UnaryOperator.identity());
  }

  /// @param change made together with it
  Stack stack(
      Stack stack, StackStatus status, Optional<String> reason, UnaryOperator<Stack> change) {
    return store.change(
        stack.identity(),
        found -> change.apply(found.with(found.state().in(status, reason))),
        List.of(event(stack.identity(), status, reason, stack.settings().token())));
  }

  /// A resource goes on; the stack keeps it as it is given.
  Stack resource(Stack stack, StackResource resource) {
    return store.change(
        stack.identity(),
        found -> found.with(found.holdings().with(resource)),
        List.of(told(stack, resource)));
  }

  /// Tells of a resource that the stack no longer holds under its logical id.
  Stack told(Stack stack, StackResource resource, UnaryOperator<Stack> change) {
    return store.change(stack.identity(), change, List.of(told(stack, resource)));
  }

  Stack silently(Stack stack, UnaryOperator<Stack> change) {
    return store.change(stack.identity(), change, List.of());
  }

  private StackEvent told(Stack stack, StackResource resource) {
    long now = now();
    String id =
        resource.logicalId()
            + "-"
            + resource.status()
            + "-"
            + MOMENT.format(Instant.ofEpochMilli(now));
    return new StackEvent(
        id,
        resource.logicalId(),
        resource.physicalId(),
        resource.type(),
        now,
        resource.status().name(),
        resource.reason(),
        properties(stack, resource),
        stack.settings().token());
  }

  /// Left out where a secret might be among them.
  private static Optional<String> properties(Stack stack, StackResource resource) {
    return resource.properties().isEmpty() || stack.definition().hasSecrets()
        ? Optional.empty()
        : Optional.of(new String(Json.write(resource.properties()), UTF_8));
  }
}
