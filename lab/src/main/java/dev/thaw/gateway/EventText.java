package dev.thaw.gateway;

import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of events and answers.
public final class EventText {

  /// An answer of 6 MB may be one text.
  private static final int MAX_TEXT = 10_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// Many requests come within one second.
  private static volatile Written lastTime = new Written(-1, "");

  private record Written(long second, String text) {}

  private EventText() {}

  private static final class Trees {
    static final JsonMapper MAPPER = JsonMapper.builder(FACTORY).build();
  }

  public static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  public static JsonParser parser(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /// Maps, lists, texts, numbers, booleans and null; for all that is not on the way of every
  /// request.
  ///
  /// @throws tools.jackson.core.JacksonException if it is not JSON
  public static @Nullable Object read(byte[] json) {
    return Trees.MAPPER.readValue(json, Object.class);
  }

  /// As [#read(byte[])].
  public static @Nullable Object read(String json) {
    return Trees.MAPPER.readValue(json, Object.class);
  }

  public static String write(@Nullable Object value) {
    return Trees.MAPPER.writeValueAsString(value);
  }

  /// `05/Aug/2022:08:14:39 +0000`
  public static String time(long nanos) {
    long second = nanos / 1_000_000_000L;
    Written last = lastTime;
    if (last.second() != second) {
      last = new Written(second, TIME.format(Instant.ofEpochSecond(second)));
      lastTime = last;
    }
    return last.text();
  }

  /// A text or null.
  public static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }

  public static void texts(JsonGenerator json, String name, Map<String, String> values) {
    json.writeObjectPropertyStart(name);
    values.forEach(json::writeStringProperty);
    json.writeEndObject();
  }

  public static void lists(JsonGenerator json, String name, Map<String, List<String>> values) {
    json.writeObjectPropertyStart(name);
    values.forEach((key, list) -> {
      json.writeArrayPropertyStart(key);
      list.forEach(json::writeString);
      json.writeEndArray();
    });
    json.writeEndObject();
  }

  /// As AWS's `x-amz-apigw-id` looks; it means nothing.
  public static String opaqueId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder id = new StringBuilder(16);
    for (int i = 0; i < 15; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.append('=').toString();
  }
}
