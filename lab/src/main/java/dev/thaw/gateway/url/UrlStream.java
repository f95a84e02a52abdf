package dev.thaw.gateway.url;

import dev.thaw.gateway.FunctionAnswer;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.MalformedAnswer;
import dev.thaw.gateway.Reply;
import dev.thaw.lambda.runtimeapi.ResponseStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Hands an answer on while the function still makes it. A function may say status and header
/// fields in a prelude that ends with eight NUL bytes; until then nothing is sent.
final class UrlStream implements ResponseStream {

  private static final String WITH_PRELUDE = "application/vnd.awslambda.http-integration-response";
  private static final int SEPARATOR = 8;

  /// Bytes; a function that never ends its prelude is not waited for.
  private static final int MAX_PRELUDE = 1 << 20;

  private final UnaryOperator<List<HeaderField>> completed;
  private final Reply reply;
  private @Nullable ByteArrayOutputStream prelude;
  private int zeros;
  private boolean begun;
  private @Nullable OutputStream out;
  private @Nullable MalformedAnswer malformed;

  /// @param completed adds what every answer has
  UrlStream(UnaryOperator<List<HeaderField>> completed, Reply reply) {
    this.completed = completed;
    this.reply = reply;
  }

  @Override
  public void begin(String contentType) throws IOException {
    begun = true;
    if (contentType.startsWith(WITH_PRELUDE)) {
      prelude = new ByteArrayOutputStream(256);
    } else {
      open(200, List.of(new HeaderField("Content-Type", contentType)));
    }
  }

  private OutputStream open(int status, List<HeaderField> fields) throws IOException {
    OutputStream opened = reply.stream(status, completed.apply(fields));
    out = opened;
    return opened;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteArrayOutputStream head = prelude;
    int from = offset;
    int to = offset + length;
    while (head != null && from < to) {
      byte each = bytes[from++];
      head.write(each);
      zeros = each == 0 ? zeros + 1 : 0;
      if (zeros == SEPARATOR) {
        prelude = null;
        begin(head.toByteArray());
        head = null;
      } else if (head.size() > MAX_PRELUDE) {
        throw new IOException("prelude: over " + MAX_PRELUDE + " bytes (expected: less)");
      }
    }
    OutputStream body = out;
    if (body != null && from < to) {
      body.write(bytes, from, to - from);
      body.flush();
    }
  }

  private void begin(byte[] head) throws IOException {
    try {
      byte[] json = Arrays.copyOf(head, head.length - SEPARATOR);
      FunctionAnswer answer = FunctionAnswer.read(json);
      open(answer.status() == 0 ? 200 : answer.status(), UrlAnswers.fields(answer));
    } catch (MalformedAnswer e) {
      malformed = e;
    }
  }

  /// Whether the function began to answer.
  boolean begun() {
    return begun;
  }

  /// Whether anything has gone to the caller.
  boolean sent() {
    return out != null;
  }

  /// @throws MalformedAnswer if there never was a prelude to send; nothing was sent then
  void end() throws IOException, MalformedAnswer {
    OutputStream body = out;
    if (body != null) {
      body.close();
    } else {
      MalformedAnswer flaw = malformed;
      throw flaw != null
          ? flaw
          : new MalformedAnswer("prelude: without an end (expected: eight NUL bytes)");
    }
  }
}
