package dev.thaw.cloud.auth;

import dev.thaw.cloud.protocol.Exchange;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// An exchange with another body.
record CheckedExchange(Exchange exchange, InputStream body, long length) implements Exchange {

  @Override
  public RequestHead head() {
    return exchange.head();
  }

  @Override
  public Timeline timeline() {
    return exchange.timeline();
  }

  @Override
  public long arrived() {
    return exchange.arrived();
  }

  @Override
  public String peer() {
    return exchange.peer();
  }

  @Override
  public String version() {
    return exchange.version();
  }

  @Override
  public void send(WireAnswer answer) throws IOException {
    exchange.send(answer);
  }

  @Override
  public OutputStream stream(int status, List<WireAnswer.Field> headers) throws IOException {
    return exchange.stream(status, headers);
  }
}
