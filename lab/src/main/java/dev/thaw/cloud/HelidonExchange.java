package dev.thaw.cloud;

import dev.thaw.cloud.protocol.AwsChunked;
import dev.thaw.cloud.protocol.Exchange;
import dev.thaw.cloud.protocol.Query;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.timeline.Timeline;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// A request as the HTTP server has it, seen as the protocols want it.
final class HelidonExchange implements Exchange {

  private final ServerRequest request;
  private final ServerResponse response;
  private final Timeline timeline;
  private final RequestHead head;
  private final boolean chunked;

  HelidonExchange(ServerRequest request, ServerResponse response, Timeline timeline) {
    this.request = request;
    this.response = response;
    this.timeline = timeline;
    this.head =
        new RequestHead(
            request.prologue().method().text(),
            request.path().rawPath(),
            Query.parse(request.query().rawValue()),
            new Fields(request));
    this.chunked =
        head.header("content-encoding")
            .filter(coding -> coding.contains("aws-chunked"))
            .isPresent();
  }

  @Override
  public RequestHead head() {
    return head;
  }

  @Override
  public InputStream body() {
    if (!request.content().hasEntity()) {
      return InputStream.nullInputStream();
    }
    InputStream body = request.content().inputStream();
    return chunked ? new AwsChunked(body) : body;
  }

  @Override
  public long length() {
    if (!request.content().hasEntity()) {
      return 0;
    }
    return chunked ? -1 : request.headers().contentLength().orElse(-1);
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
  public void send(WireAnswer answer) {
    head(answer.status(), answer.headers());
    response.send(answer.body().bytes());
  }

  @Override
  public OutputStream stream(int status, List<WireAnswer.Field> headers) {
    head(status, headers);
    return response.outputStream();
  }

  private void head(int status, List<WireAnswer.Field> headers) {
    response.status(status);
    for (WireAnswer.Field field : headers) {
      response.header(HeaderValues.create(field.name(), field.value()));
    }
  }

  private record Fields(ServerRequest request) implements RequestHead.Headers {
    @Override
    public Optional<String> first(String name) {
      return request.headers().first(HeaderNames.create(name));
    }

    @Override
    public void forEach(BiConsumer<String, String> action) {
      request.headers().forEach(header -> action.accept(header.name(), header.get()));
    }
  }
}
