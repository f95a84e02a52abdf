package dev.thaw.cli;

import dev.thaw.measure.EventsApi;
import dev.thaw.measure.LambdaApi;
import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Target;
import dev.thaw.wire.sigv4.Credentials;
import dev.thaw.wire.sigv4.Signer;
import java.util.List;
import java.util.Optional;

/// Clients of the services of a thaw on this machine.
final class Laboratories {

  private static final String USUAL_ACCOUNT = "000000000000";
  private static final String USUAL_REGION = "us-east-1";

  private Laboratories() {}

  static LambdaApi lambda(int port) {
    return lambda(port, USUAL_ACCOUNT, USUAL_REGION);
  }

  /// For a function where its ARN says it is.
  static LambdaApi lambda(int port, FunctionArn function) {
    return lambda(port, function.account(), function.region());
  }

  private static LambdaApi lambda(int port, String account, String region) {
    return new LambdaApi(
        target(port), Options.usual(), signer(account, region, "lambda"), Clock.system());
  }

  /// The names of the EventBridge rules that call a function.
  static List<String> rules(int port, FunctionArn function) {
    Signer signer = signer(function.account(), function.region(), "events");
    try (EventsApi events = new EventsApi(target(port), Options.usual(), signer, Clock.system())) {
      return events.rulesThatCall(function.unqualified());
    }
  }

  private static Target target(int port) {
    return new Target(false, "127.0.0.1", port);
  }

  /// The access key names the account.
  private static Signer signer(String account, String region, String service) {
    return new Signer(new Credentials(account, "thaw", Optional.empty()), region, service);
  }
}
