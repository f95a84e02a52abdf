package dev.thaw.gateway.rest;

import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.Incoming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Bodies of APIs that allow compression.
final class Compression {

  private static final String CODING = "content-encoding";

  private Compression() {}

  /// Compresses an answer that is big enough if the caller takes that.
  static HttpAnswer answer(HttpAnswer answer, Incoming request, OptionalInt least) {
    if (least.isEmpty()
        || answer.body().length < Math.max(1, least.getAsInt())
        || answer.header(CODING).isPresent()
        || !takesGzip(request)) {
      return answer;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(answer.body().length / 2 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<HeaderField> fields = new ArrayList<>(answer.headers());
    fields.add(new HeaderField("Content-Encoding", "gzip"));
    return new HttpAnswer(answer.status(), fields, out.toByteArray());
  }

  private static boolean takesGzip(Incoming request) {
    String accepted = request.header("accept-encoding").orElse("").toLowerCase(Locale.ROOT);
    return accepted.contains("gzip") && !accepted.contains("gzip;q=0,");
  }

  /// The body as the integration gets it.
  ///
  /// @param limit of the unpacked body
  /// @throws Refusal if it is too long or no gzip
  static byte[] request(byte[] body, Incoming request, OptionalInt least, int limit) {
    boolean packed =
        least.isPresent()
            && body.length > 0
            && request.header(CODING).filter(coding -> coding.equalsIgnoreCase("gzip")).isPresent();
    if (!packed) {
      return body;
    }
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] unpacked = in.readNBytes(limit + 1);
      if (unpacked.length > limit) {
        throw Refusal.tooLarge();
      }
      return unpacked;
    } catch (IOException e) {
      throw Refusal.of(ResponseType.BAD_REQUEST_BODY, "Could not decompress the request body");
    }
  }
}
