package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import dev.thaw.cloud.protocol.WireAnswer.Field;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The members that travel beside the body in the REST protocols: in path, query, headers and
/// status.
final class HttpBinding {

  private HttpBinding() {}

  /// Adds them to an input.
  static void read(Protocol.Target target, RequestHead head, Map<String, Object> input) {
    for (Member member : target.operation().input().members().values()) {
      switch (member.location()) {
        case BODY, STATUS -> {}
        case URI -> {
          String label = target.labels().get(member.wireName());
          if (label != null) {
            input.put(member.name(), HttpValues.parse(member, label));
          }
        }
        case QUERY -> HttpValues.query(member, head.query(), input);
        case HEADER ->
            head.header(member.wireName().toLowerCase(Locale.ROOT))
                .ifPresent(text -> input.put(member.name(), HttpValues.parse(member, text)));
        case HEADERS -> HttpValues.headers(member, head, input);
      }
    }
  }

  /// Adds those of an output to the headers.
  ///
  /// @return the status, which may be a member
  static int write(Operation operation, Map<String, Object> output, List<Field> headers) {
    int status = operation.status();
    for (Member member : operation.output().members().values()) {
      Object value = output.get(member.name());
      if (value == null) {
        continue;
      }
      switch (member.location()) {
        case STATUS -> status = ((Number) value).intValue();
        case HEADER -> headers.add(new Field(member.wireName(), HttpValues.format(member, value)));
        case HEADERS ->
            ((Map<?, ?>) value)
                .forEach((name, text) ->
                    headers.add(new Field(member.wireName() + name, (String) text)));
        case BODY, URI, QUERY -> {}
      }
    }
    return status;
  }

  /// The blob that is a whole body, if the body is one and holds anything.
  static void payload(
      Structure shape, Request request, Spool spool, long limit, Map<String, Object> input)
      throws IOException {
    Blob blob = spool.take(request.body(), request.length(), limit);
    if (blob.size() > 0) {
      input.put(shape.payload().orElseThrow().name(), blob);
    }
  }
}
