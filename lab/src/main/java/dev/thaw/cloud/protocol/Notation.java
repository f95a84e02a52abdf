package dev.thaw.cloud.protocol;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORGenerator;

/// The two ways to write the same documents. CBOR holds bytes and marks moments, where JSON has
/// base64 and numbers.
enum Notation {
  JSON,
  CBOR;

  /// Of seconds since the epoch.
  private static final int EPOCH_TAG = 1;

  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.DEPTH)
                  .maxStringLength(Json.MAX_TEXT)
                  .build())
          .build();

  JsonParser parser(InputStream in) {
    return switch (this) {
      case JSON -> Json.parser(in);
      case CBOR -> FACTORY.createParser(ObjectReadContext.empty(), in);
    };
  }

  JsonGenerator generator(OutputStream out) {
    return switch (this) {
      case JSON -> Json.generator(out);
      case CBOR -> FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    };
  }

  /// What a blob is to the parser.
  JsonToken blob() {
    return switch (this) {
      case JSON -> JsonToken.VALUE_STRING;
      case CBOR -> JsonToken.VALUE_EMBEDDED_OBJECT;
    };
  }

  /// @param wanted format that the model asks for; CBOR has one for all
  void write(JsonGenerator generator, Instant moment, Timestamps wanted) {
    double seconds = moment.toEpochMilli() / 1000.0;
    switch (this) {
      case JSON -> {
        if (wanted == Timestamps.EPOCH_SECONDS) {
          generator.writeNumber(seconds);
        } else {
          generator.writeString(wanted.format(moment));
        }
      }
      case CBOR -> {
        ((CBORGenerator) generator).writeTag(EPOCH_TAG);
        generator.writeNumber(seconds);
      }
    }
  }
}
