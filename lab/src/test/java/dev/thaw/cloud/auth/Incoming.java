package dev.thaw.cloud.auth;

import dev.thaw.cloud.protocol.Exchange;
import dev.thaw.cloud.protocol.Query;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// A request as it comes in, for tests.
record Incoming(
    String method, String path, String query, Map<String, String> fields, byte[] bytes, long length)
    implements Exchange, RequestHead.Headers {

  /// @param headers names and values in turn
  static Incoming of(String method, String pathAndQuery, String body, String... headers) {
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      fields.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
    }
    int mark = pathAndQuery.indexOf('?');
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Incoming(
        method,
        mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark),
        mark < 0 ? "" : pathAndQuery.substring(mark + 1),
        fields,
        bytes,
        bytes.length);
  }

  Incoming with(String name, String value) {
    Map<String, String> more = new TreeMap<>(fields);
    more.put(name, value);
    return new Incoming(method, path, query, more, bytes, length);
  }

  Incoming withQuery(String other) {
    return new Incoming(method, path, other, fields, bytes, length);
  }

  Incoming withBody(String body) {
    byte[] other = body.getBytes(StandardCharsets.UTF_8);
    return new Incoming(method, path, query, fields, other, other.length);
  }

  /// Chunked, so that the length of what is in the chunks is another one.
  Incoming withChunks(String body, long decoded) {
    return new Incoming(
        method, path, query, fields, body.getBytes(StandardCharsets.UTF_8), decoded);
  }

  @Override
  public RequestHead head() {
    return new RequestHead(method, path, Query.parse(query), this);
  }

  @Override
  public Optional<String> first(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  @Override
  public void forEach(BiConsumer<String, String> action) {
    fields.forEach(action);
  }

  @Override
  public InputStream body() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public Timeline timeline() {
    return new Timeline(Kind.REQUEST, "request-1", Clock.system());
  }

  @Override
  public long arrived() {
    return 0;
  }

  @Override
  public void send(WireAnswer answer) {
    throw new IllegalStateException("an answer of the gate: " + answer);
  }

  @Override
  public OutputStream stream(int status, List<WireAnswer.Field> headers) {
    throw new IllegalStateException("an answer of the gate: " + status);
  }
}
