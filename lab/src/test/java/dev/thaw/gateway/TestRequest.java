package dev.thaw.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// A request of a test, by default from a curl that has nothing to send.
public final class TestRequest {

  private final String method;
  private final String target;
  private final List<HeaderField> headers = new ArrayList<>();
  private byte[] body = new byte[0];
  public final Timeline timeline = new Timeline(Kind.REQUEST, "request-1", Clock.system());

  private TestRequest(String method, String target) {
    this.method = method;
    this.target = target;
  }

  /// @param target path and query
  public static TestRequest of(String method, String target) {
    return new TestRequest(method, target);
  }

  public static TestRequest get(String target) {
    return of("GET", target);
  }

  public TestRequest with(String name, String value) {
    headers.add(new HeaderField(name, value));
    return this;
  }

  public TestRequest body(String text) {
    return body(text.getBytes(UTF_8));
  }

  public TestRequest body(byte[] bytes) {
    body = bytes;
    return this;
  }

  public Incoming incoming(String host) {
    List<HeaderField> fields = new ArrayList<>();
    fields.add(new HeaderField("Host", host));
    fields.addAll(headers);
    int mark = target.indexOf('?');
    byte[] content = body;
    return new Incoming(
        method,
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        fields,
        new Incoming.Body() {
          @Override
          public InputStream open() {
            return new ByteArrayInputStream(content);
          }

          @Override
          public long length() {
            return content.length;
          }
        },
        "192.0.2.7",
        "HTTP/1.1",
        timeline,
        timeline.startedAt());
  }
}
