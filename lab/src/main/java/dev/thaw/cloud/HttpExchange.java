package dev.thaw.cloud;

import dev.thaw.cloud.protocol.AwsChunked;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Exchange;
import dev.thaw.cloud.protocol.Query;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.timeline.Timeline;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A request of the web server as the services see it.
final class HttpExchange implements Exchange {

  /// Bytes that are read from a file and written to the socket at once.
  private static final int BUFFER = 256 << 10;

  private final ServerRequest request;
  private final ServerResponse response;
  private final Timeline timeline;
  private final long arrived;
  private final RequestHead head;
  private final boolean awsChunked;
  private @Nullable InputStream body;

  HttpExchange(
      ServerRequest request,
      ServerResponse response,
      String path,
      Timeline timeline,
      long arrived) {
    this.request = request;
    this.response = response;
    this.timeline = timeline;
    this.arrived = arrived;
    head =
        new RequestHead(
            request.prologue().method().text(),
            path,
            Query.parse(request.prologue().query().rawValue()),
            new Fields(request.headers(), request.authority()));
    awsChunked =
        head.header("x-amz-content-sha256")
                .filter(hash -> hash.startsWith("STREAMING-"))
                .isPresent()
            || head.header("content-encoding").filter(c -> c.contains("aws-chunked")).isPresent();
  }

  @Override
  public RequestHead head() {
    return head;
  }

  @Override
  public InputStream body() {
    InputStream opened = body;
    if (opened == null) {
      InputStream raw = signedBody();
      opened = awsChunked ? new AwsChunked(raw) : raw;
      body = opened;
    }
    return opened;
  }

  @Override
  public InputStream signedBody() {
    return request.content().hasEntity()
        ? new CallersBody(request.content().inputStream())
        : InputStream.nullInputStream();
  }

  @Override
  public long length() {
    if (awsChunked) {
      return head.header("x-amz-decoded-content-length").map(HttpExchange::parse).orElse(-1L);
    }
    if (!request.content().hasEntity()) {
      return 0;
    }
    return request.headers().contentLength().orElse(-1);
  }

  private static long parse(String length) {
    try {
      return Math.max(Long.parseLong(length), -1);
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public long arrived() {
    return arrived;
  }

  @Override
  public String peer() {
    return request.remotePeer().host();
  }

  @Override
  public String version() {
    return request.prologue().protocol() + "/" + request.prologue().protocolVersion();
  }

  @Override
  public void send(WireAnswer answer) throws IOException {
    head(answer.status(), answer.headers());
    switch (answer.body()) {
      case Blob.InMemory(byte[] bytes) when bytes.length == 0 -> response.send();
      case Blob.InMemory(byte[] bytes) -> response.send(bytes);
      case Blob.InFile file -> flow(file.open(), file.size());
      case Blob.Flow flow -> flow(flow.open(), flow.size());
    }
  }

  private void flow(InputStream body, long size) throws IOException {
    response.contentLength(size);
    try (InputStream in = body;
        OutputStream out = response.outputStream()) {
      byte[] buffer = new byte[Math.clamp(size, 1, BUFFER)];
      int read = in.read(buffer);
      while (read >= 0) {
        out.write(buffer, 0, read);
        read = in.read(buffer);
      }
    }
  }

  @Override
  public OutputStream stream(int status, List<WireAnswer.Field> headers) {
    head(status, headers);
    return response.outputStream();
  }

  private void head(int status, List<WireAnswer.Field> headers) {
    response.status(Status.create(status));
    if (request.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      // Tells the client that it may close; the web server by itself leaves the connection open
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    for (WireAnswer.Field field : headers) {
      response.header(HeaderValues.create(HeaderNames.create(field.name()), field.value()));
    }
  }

  /// @param authority the host; HTTP/2 has it beside the header fields
  private record Fields(ServerRequestHeaders headers, String authority)
      implements RequestHead.Headers {

    @Override
    public Optional<String> first(String name) {
      return name.equals("host") ? Optional.of(authority) : headers.first(HeaderNames.create(name));
    }

    @Override
    public void forEach(BiConsumer<String, String> action) {
      if (!headers.contains(HeaderNames.HOST)) {
        action.accept("Host", authority);
      }
      for (Header header : headers) {
        action.accept(header.name(), header.values());
      }
    }

    @Override
    public void forEachField(BiConsumer<String, String> action) {
      for (Header header : headers) {
        for (String value : header.allValues()) {
          action.accept(header.name(), value);
        }
      }
    }
  }
}
