package dev.thaw.measure;

import dev.thaw.measure.result.Reached;
import dev.thaw.timeline.Clock;
import dev.thaw.wire.http.Connection;
import dev.thaw.wire.http.Exchange;
import dev.thaw.wire.http.Handshake;
import dev.thaw.wire.http.HttpFailure;
import dev.thaw.wire.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calls a URL, as those do for whom the function is there.
final class UrlDoor implements OpenDoor {

  private static final int THROTTLED = 429;
  private static final int MOST_SHOWN = 200;

  private final Door.Url url;
  private final Clock clock;
  private @Nullable Connection connection;
  private Optional<Reached> reached = Optional.empty();

  UrlDoor(Door.Url url, Clock clock) {
    this.url = url;
    this.clock = clock;
  }

  @Override
  public Invoked call(String function, boolean tail) throws HttpFailure {
    Connection open = connection;
    if (open == null || !open.isReusable()) {
      close();
      open = Connection.open(url.target(), url.options(), clock);
      connection = open;
    }
    try {
      Exchange exchange = open.send(url.request());
      reached = Optional.of(reached(open));
      return invoked(exchange);
    } catch (HttpFailure e) {
      close();
      throw e;
    }
  }

  @Override
  public Invoked callAnew(String function, boolean tail) throws HttpFailure {
    close();
    return call(function, tail);
  }

  @Override
  public OpenDoor another() {
    return new UrlDoor(url, clock);
  }

  @Override
  public Optional<Reached> reached() {
    return reached;
  }

  private Invoked invoked(Exchange exchange) {
    Response answer = exchange.response();
    int status = answer.status();
    if (status == THROTTLED) {
      throw new ApiException(asked(), status, answer.reason(), said(answer));
    }
    if (status >= 400 && status < 500) {
      throw new MeasureException(
          "%s: %d %s: %s (expected: a status below 400; is it the right path?)"
              .formatted(asked(), status, answer.reason(), said(answer)));
    }
    return new Invoked(
        status,
        answer.headers().first("x-amzn-RequestId").orElse(""),
        status >= 500 ? Optional.of("HTTP " + status) : Optional.empty(),
        answer.body(),
        Optional.empty(),
        "",
        exchange.stamps(),
        true);
  }

  private Reached reached(Connection open) {
    Handshake handshake = open.handshake();
    return new Reached(
        url.request().method(),
        url.url(),
        handshake.address().getHostAddress(),
        open.target().port(),
        handshake.lookup().source().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        handshake.tls().map(Handshake.Tls::protocol));
  }

  private String asked() {
    return url.request().method() + " " + url.url();
  }

  /// The beginning of what was answered, on one line.
  private static String said(Response answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8).strip();
    String line = text.replaceAll("[\\s\\p{C}]+", " ");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "…" : line;
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
