package dev.thaw.measure;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Connection;
import dev.thaw.wire.http.Exchange;
import dev.thaw.wire.http.HttpFailure;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Request;
import dev.thaw.wire.http.Target;
import dev.thaw.wire.sigv4.Signer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One kept connection to a Lambda endpoint. For one thread.
final class Endpoint implements AutoCloseable {

  private final Target target;
  private final Options options;
  private final Signer signer;
  private final Clock clock;
  private @Nullable Connection connection;

  Endpoint(Target target, Options options, Signer signer, Clock clock) {
    this.target = target;
    this.options = options;
    this.signer = signer;
    this.clock = clock;
  }

  /// Another connection to the same endpoint.
  Endpoint another() {
    return new Endpoint(target, options, signer, clock);
  }

  /// Signs and sends once.
  Exchange send(Request request) throws HttpFailure {
    Connection open = connection;
    if (open == null || !open.isReusable()) {
      close();
      open = Connection.open(target, options, clock);
      connection = open;
    }
    try {
      return open.send(signer.sign(request, target.authority(), Instant.now()));
    } catch (HttpFailure e) {
      close();
      throw e;
    }
  }

  /// Sends what may be sent twice: once more if a connection that was kept turns out to be dead.
  Exchange sendAgainIfClosed(Request request) throws HttpFailure {
    boolean kept = connection != null;
    try {
      return send(request);
    } catch (HttpFailure e) {
      if (kept && e.kind() == HttpFailure.Kind.CLOSED) {
        return send(request);
      }
      throw e;
    }
  }

  String name() {
    return target.authority();
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }
}
