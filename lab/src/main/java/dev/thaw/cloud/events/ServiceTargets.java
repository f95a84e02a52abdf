package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.timeline.Clock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Lambda functions and log groups, reached as any caller reaches them.
public final class ServiceTargets implements Targets {

  private final ServiceClient services;
  private final Clock clock;

  public ServiceTargets(ServiceClient services, Clock clock) {
    this.services = services;
    this.clock = clock;
  }

  private enum Kind {
    FUNCTION("lambda", "function:"),
    LOG_GROUP("logs", "log-group:");

    private final String service;
    private final String prefix;

    Kind(String service, String prefix) {
      this.service = service;
      this.prefix = prefix;
    }

    static Optional<Kind> of(String[] arn) {
      for (Kind kind : values()) {
        if (arn.length == 6 && arn[2].equals(kind.service) && arn[5].startsWith(kind.prefix)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  @Override
  public boolean accepts(String arn) {
    return Kind.of(arn.split(":", 6)).isPresent();
  }

  @Override
  public void deliver(Scope scope, String arn, byte[] event) {
    String[] parts = arn.split(":", 6);
    Kind kind =
        Kind.of(parts).orElseThrow(() -> EventErrors.notEmulated("this target of rules: " + arn));
    switch (kind) {
      case FUNCTION ->
          services.call(
              scope,
              "lambda",
              "Invoke",
              Map.of("FunctionName", arn, "InvocationType", "Event", "Payload", Blob.of(event)));
      case LOG_GROUP -> {
        String group = parts[5].substring(Kind.LOG_GROUP.prefix.length());
        log(scope, group.endsWith(":*") ? group.substring(0, group.length() - 2) : group, event);
      }
    }
  }

  /// Each event has a stream of its own.
  private void log(Scope scope, String group, byte[] event) {
    String stream = UUID.randomUUID().toString();
    services.call(
        scope, "logs", "CreateLogStream", Map.of("logGroupName", group, "logStreamName", stream));
    services.call(
        scope,
        "logs",
        "PutLogEvents",
        Map.of(
            "logGroupName",
            group,
            "logStreamName",
            stream,
            "logEvents",
            List.of(
                Map.of(
                    "timestamp",
                    clock.now() / 1_000_000,
                    "message",
                    new String(event, StandardCharsets.UTF_8)))));
  }
}
