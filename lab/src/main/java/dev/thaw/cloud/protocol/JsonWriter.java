package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes values of a shape as JSON.
final class JsonWriter {

  private JsonWriter() {}

  /// A document of the members of a structure that travel in the body.
  static Blob document(Structure shape, Map<?, ?> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = Json.generator(out)) {
      write(generator, shape, members);
    }
    return Blob.of(out.toByteArray());
  }

  /// Writes the members of a structure that travel in the body.
  static void write(JsonGenerator generator, Structure shape, Map<?, ?> value) {
    generator.writeStartObject();
    for (Member member : shape.members().values()) {
      Object part = value.get(member.name());
      if (part != null && member.location() == Location.BODY) {
        generator.writeName(member.wireName());
        write(generator, member.shape(), part, member.format());
      }
    }
    generator.writeEndObject();
  }

  static void write(JsonGenerator generator, Shape shape, Object value, Optional<String> format) {
    switch (shape) {
      case Structure structure -> write(generator, structure, (Map<?, ?>) value);
      case Shape.Sequence sequence -> {
        generator.writeStartArray();
        for (Object element : (List<?>) value) {
          write(generator, sequence.element().shape(), element, Optional.empty());
        }
        generator.writeEndArray();
      }
      case Shape.Dictionary dictionary -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          generator.writeName((String) entry.getKey());
          write(generator, dictionary.value().shape(), entry.getValue(), Optional.empty());
        }
        generator.writeEndObject();
      }
      case Shape.Text _ -> generator.writeString((String) value);
      case Shape.Bytes _ -> generator.writeBinary(((Blob) value).bytes());
      case Shape.Flag _ -> generator.writeBoolean((Boolean) value);
      case Shape.Whole _ -> generator.writeNumber(((Number) value).longValue());
      case Shape.Fraction _ -> generator.writeNumber(((Number) value).doubleValue());
      case Shape.Moment moment -> {
        Instant at = Scalars.moment(value);
        Timestamps wanted =
            format.or(moment::format).map(Timestamps::named).orElse(Timestamps.EPOCH_SECONDS);
        if (wanted == Timestamps.EPOCH_SECONDS) {
          generator.writeNumber(at.toEpochMilli() / 1000.0);
        } else {
          generator.writeString(wanted.format(at));
        }
      }
      case Shape.Free _ -> Json.write(generator, value);
    }
  }
}
