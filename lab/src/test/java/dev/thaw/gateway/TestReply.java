package dev.thaw.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Remembers what was answered.
public final class TestReply implements Reply {

  private @Nullable HttpAnswer whole;
  private final ByteArrayOutputStream streamed = new ByteArrayOutputStream();
  private boolean closed;

  @Override
  public synchronized void send(HttpAnswer answer) {
    if (whole != null) {
      throw new IllegalStateException("a second answer: " + answer.status());
    }
    whole = answer;
  }

  @Override
  public OutputStream stream(int status, List<HeaderField> headers) {
    send(new HttpAnswer(status, headers, new byte[0]));
    return new OutputStream() {
      @Override
      public void write(int each) {
        streamed.write(each);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  public boolean closed() {
    return closed;
  }

  public synchronized boolean answered() {
    return whole != null;
  }

  private synchronized HttpAnswer answer() {
    HttpAnswer known = whole;
    if (known == null) {
      throw new IllegalStateException("no answer (expected: one)");
    }
    return known;
  }

  public int status() {
    return answer().status();
  }

  public Optional<String> header(String name) {
    return answer().header(name);
  }

  public List<String> all(String name) {
    return answer().headers().stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(HeaderField::value)
        .toList();
  }

  public byte[] bytes() {
    return streamed.size() > 0 ? streamed.toByteArray() : answer().body();
  }

  public String text() {
    return new String(bytes(), UTF_8);
  }
}
