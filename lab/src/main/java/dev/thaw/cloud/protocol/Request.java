package dev.thaw.cloud.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// A request as the protocols read it: its head, and a body that is either streamed once or seen as
/// a form.
final class Request {

  /// AWS's query services take less; CloudFormation's inline templates are 50 KB.
  private static final long FORM_LIMIT = 4 << 20;

  static final String FORM = "application/x-www-form-urlencoded";

  private final RequestHead head;
  private final Body body;
  private final long length;
  private Optional<Query> form = Optional.empty();

  /// Opens the decoded body: no transfer coding, no chunk signatures.
  @FunctionalInterface
  interface Body {
    InputStream open() throws IOException;
  }

  /// @param length of the body, or -1 while unknown
  Request(RequestHead head, Body body, long length) {
    this.head = head;
    this.body = body;
    this.length = length;
  }

  static Request of(Exchange exchange) {
    return new Request(exchange.head(), new BodyOf(exchange), exchange.length());
  }

  private record BodyOf(Exchange exchange) implements Body {
    @Override
    public InputStream open() throws IOException {
      return exchange.body();
    }
  }

  /// Whether it reads the body of this exchange.
  boolean isOf(Exchange exchange) {
    return body instanceof BodyOf(Exchange read) && read.equals(exchange);
  }

  RequestHead head() {
    return head;
  }

  /// As it came: a content coding belongs to the object that S3 stores.
  InputStream body() throws IOException {
    return body.open();
  }

  /// The body for a handler that reads it as it comes.
  ///
  /// @param limit most bytes
  Blob flow(long limit) throws IOException {
    InputStream in = body.open();
    return new Blob.Flow(
        new LimitedStream(in, limit),
        length,
        () -> in instanceof AwsChunked chunked ? chunked.trailers() : Map.of());
  }

  long length() {
    return length;
  }

  /// The body of a document protocol: unpacked where a client compressed it.
  ///
  /// @param limit most bytes, packed and unpacked
  InputStream document(long limit) throws IOException {
    if (length > limit) {
      throw new Spool.TooLong(limit);
    }
    InputStream raw = new LimitedStream(body.open(), limit);
    boolean packed =
        head.header("content-encoding").filter(coding -> coding.contains("gzip")).isPresent();
    if (!packed) {
      return raw;
    }
    try {
      return new LimitedStream(new GZIPInputStream(raw), limit);
    } catch (Spool.TooLong e) {
      throw e;
    } catch (IOException e) {
      throw ApiException.serialization("body: " + e.getMessage() + " (expected: gzip)");
    }
  }

  /// Parameters of a form-encoded body; none where it is no form. Read once, if somebody asks.
  Query form() throws IOException {
    if (form.isEmpty()) {
      form = Optional.of(isForm() ? readForm() : Query.EMPTY);
    }
    return form.get();
  }

  boolean isForm() {
    return head.header("content-type").filter(type -> type.startsWith(FORM)).isPresent();
  }

  private Query readForm() throws IOException {
    try (InputStream in = document(FORM_LIMIT)) {
      return Query.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (Spool.TooLong e) {
      throw new ApiException(413, "RequestEntityTooLarge", "form of " + e.getMessage());
    }
  }
}
