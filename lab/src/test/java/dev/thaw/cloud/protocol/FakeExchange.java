package dev.thaw.cloud.protocol;

import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/// A request in memory that remembers its answer.
final class FakeExchange implements Exchange {

  private final RequestHead head;
  private final byte[] body;
  private final Timeline timeline = new Timeline(Kind.REQUEST, "request-1", Clock.system());
  final ByteArrayOutputStream streamed = new ByteArrayOutputStream();
  private Optional<WireAnswer> answer = Optional.empty();

  FakeExchange(RequestHead head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  WireAnswer answer() {
    return answer.orElseThrow();
  }

  @Override
  public RequestHead head() {
    return head;
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public long length() {
    return body.length;
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public long arrived() {
    return timeline.startedAt();
  }

  @Override
  public void send(WireAnswer sent) {
    if (answer.isPresent()) {
      throw new IllegalStateException("a second answer: " + sent);
    }
    answer = Optional.of(sent);
  }

  @Override
  public OutputStream stream(int status, List<WireAnswer.Field> headers) {
    send(new WireAnswer(status, headers, WireAnswer.NOTHING));
    return streamed;
  }
}
