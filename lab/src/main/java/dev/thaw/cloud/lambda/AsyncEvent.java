package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event whose caller was told that it will be dealt with.
///
/// @param id request id, the same for every attempt
/// @param ref the function as qualified by the caller
/// @param accepted nanoseconds since the epoch
/// @param attempts runs of the function that ended in an error
/// @param refusals tries that did not reach the function, since its last run
/// @param due when to try next, in nanoseconds since the epoch
/// @param hops destinations that handed events on before this one
record AsyncEvent(
    String id,
    FunctionRef ref,
    byte[] payload,
    String trace,
    @Nullable String clientContext,
    long accepted,
    int attempts,
    int refusals,
    long due,
    int hops) {

  static AsyncEvent accepted(
      String id,
      FunctionRef ref,
      byte[] payload,
      String trace,
      @Nullable String clientContext,
      long now) {
    return new AsyncEvent(id, ref, payload, trace, clientContext, now, 0, 0, now, 0);
  }

  AsyncEvent failed(long due) {
    return new AsyncEvent(
        id, ref, payload, trace, clientContext, accepted, attempts + 1, 0, due, hops);
  }

  AsyncEvent refused(long due) {
    return new AsyncEvent(
        id, ref, payload, trace, clientContext, accepted, attempts, refusals + 1, due, hops);
  }

  /// What a destination that is a function gets.
  AsyncEvent handedOn(String id, FunctionRef to, byte[] record, long now) {
    return new AsyncEvent(id, to, record, trace, null, now, 0, 0, now, hops + 1);
  }

  /// The length of a JSON head, the head, the payload.
  byte[] encode() {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("id", id);
    head.put("function", ref.key().id());
    ref.qualifier().ifPresent(qualifier -> head.put("qualifier", qualifier));
    head.put("trace", trace);
    if (clientContext != null) {
      head.put("clientContext", clientContext);
    }
    head.put("accepted", accepted);
    head.put("attempts", attempts);
    head.put("refusals", refusals);
    head.put("due", due);
    head.put("hops", hops);
    byte[] json = Json.write(head);
    byte[] encoded = new byte[4 + json.length + payload.length];
    ByteBuffer.wrap(encoded).putInt(json.length).put(json).put(payload);
    return encoded;
  }

  static AsyncEvent decode(byte[] encoded) {
    ByteBuffer buffer = ByteBuffer.wrap(encoded);
    byte[] json = new byte[buffer.getInt()];
    buffer.get(json);
    byte[] payload = new byte[buffer.remaining()];
    buffer.get(payload);
    Document head = new Document(Json.readObject(json));
    Optional<String> context = head.optionalText("clientContext");
    return new AsyncEvent(
        head.text("id"),
        new FunctionRef(FunctionKey.ofId(head.text("function")), head.optionalText("qualifier")),
        payload,
        head.text("trace"),
        context.isPresent() ? context.get() : null,
        head.number("accepted"),
        (int) head.number("attempts"),
        (int) head.number("refusals"),
        head.number("due"),
        (int) head.number("hops"));
  }
}
