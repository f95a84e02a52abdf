package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Exchange;
import dev.thaw.cloud.protocol.Gate;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Query;
import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.cloud.protocol.ServiceEntry;
import dev.thaw.cloud.protocol.WireAnswer;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Kind;
import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class FunctionCallersTest {

  private static final ServiceEntry S3 =
      Models.bundled().entries().stream()
          .filter(entry -> entry.name().equals("s3"))
          .findFirst()
          .orElseThrow();

  private final List<String> told = new ArrayList<>();

  @Test
  void namesTheEnvironmentThatCallsAndWhat() throws IOException {
    pass(Gate.OPEN, Optional.of("to/ken/env-1"));
    assertThat(told).containsExactly("env-1 s3:GetObject");
  }

  @Test
  void passesOverCallersThatAreNoFunctions() throws IOException {
    pass(Gate.OPEN, Optional.empty());
    pass(Gate.OPEN, Optional.of("token"));
    assertThat(told).isEmpty();
  }

  @Test
  void tellsOfRefusedCallsToo() {
    Gate refusing =
        (arrival, next) -> {
          arrival.exchange().timeline().note("operation", "s3:GetObject");
          throw new ApiException(403, "AccessDenied", "no");
        };
    assertThatThrownBy(() -> pass(refusing, Optional.of("thaw/env-2")))
        .isInstanceOf(ApiException.class);
    assertThat(told).containsExactly("env-2 s3:GetObject");
  }

  private void pass(Gate inner, Optional<String> token) throws IOException {
    Arriving exchange = new Arriving(token);
    new FunctionCallers(
            inner,
            (environment, operation, began, ended) -> told.add(environment + " " + operation))
        .pass(
            new Gate.Arrival(exchange, S3, () -> "GetObject"),
            admitted -> admitted.timeline().note("operation", "s3:GetObject"));
  }

  /// A request with a token or none.
  private record Arriving(Optional<String> token, Timeline timeline) implements Exchange {

    Arriving(Optional<String> token) {
      this(token, new Timeline(Kind.REQUEST, "r", Clock.system()));
    }

    @Override
    public RequestHead head() {
      return new RequestHead(
          "GET",
          "/b/k",
          Query.parse(""),
          new RequestHead.Headers() {
            @Override
            public Optional<String> first(String name) {
              return name.equals("x-amz-security-token") ? token : Optional.empty();
            }

            @Override
            public void forEach(BiConsumer<String, String> action) {
              token.ifPresent(value -> action.accept("X-Amz-Security-Token", value));
            }
          });
    }

    @Override
    public InputStream body() {
      return InputStream.nullInputStream();
    }

    @Override
    public long length() {
      return 0;
    }

    @Override
    public long arrived() {
      return timeline.startedAt();
    }

    @Override
    public void send(WireAnswer answer) {
      throw new AssertionError("the gate's caller answers");
    }

    @Override
    public OutputStream stream(int status, List<WireAnswer.Field> headers) {
      throw new AssertionError("the gate's caller answers");
    }
  }
}
