package dev.thaw.cloud;

import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.DataPlane;
import dev.thaw.cloud.protocol.Exchange;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.Incoming;
import dev.thaw.gateway.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Leads requests of the front to a door of the gateway.
public final class FrontDoor implements DataPlane {

  private final Door door;

  public FrontDoor(Door door) {
    this.door = door;
  }

  /// A door of the gateway.
  @FunctionalInterface
  public interface Door {
    /// @param id the first label of the host
    /// @throws IOException if the caller is gone
    void handle(Incoming request, String id, Reply reply) throws IOException;
  }

  @Override
  public void handle(Exchange exchange, String id) throws IOException {
    door.handle(incoming(exchange), id, new Way(exchange));
  }

  private static Incoming incoming(Exchange exchange) {
    RequestHead head = exchange.head();
    List<HeaderField> fields = new ArrayList<>(16);
    head.headers().forEachField((name, value) -> fields.add(new HeaderField(name, value)));
    return new Incoming(
        head.method(),
        head.path(),
        head.query().raw(),
        fields,
        new Body(exchange),
        exchange.peer(),
        exchange.version(),
        exchange.timeline(),
        exchange.arrived());
  }

  private record Body(Exchange exchange) implements Incoming.Body {
    @Override
    public InputStream open() throws IOException {
      return exchange.body();
    }

    @Override
    public long length() {
      return exchange.length();
    }
  }

  private record Way(Exchange exchange) implements Reply {
    @Override
    public void send(HttpAnswer answer) throws IOException {
      exchange.send(
          new WireAnswer(answer.status(), fields(answer.headers()), Blob.of(answer.body())));
    }

    @Override
    public OutputStream stream(int status, List<HeaderField> headers) throws IOException {
      return exchange.stream(status, fields(headers));
    }

    private static List<WireAnswer.Field> fields(List<HeaderField> headers) {
      List<WireAnswer.Field> fields = new ArrayList<>(headers.size());
      for (HeaderField field : headers) {
        fields.add(new WireAnswer.Field(field.name(), field.value()));
      }
      return fields;
    }
  }
}
