package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.ApiException.ApiError;
import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes values of a shape as JSON or CBOR.
final class JsonWriter {

  private final Notation notation;
  private final JsonGenerator generator;

  private JsonWriter(Notation notation, JsonGenerator generator) {
    this.notation = notation;
    this.generator = generator;
  }

  /// A document of the members of a structure that travel in the body.
  static Blob document(Notation notation, Structure shape, Map<?, ?> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator generator = notation.generator(out)) {
      new JsonWriter(notation, generator).structure(shape, members);
    }
    return Blob.of(out.toByteArray());
  }

  /// A document of an error: its type and message, and further members by its shape, if it has one.
  static Blob error(Notation notation, ServiceModel model, ApiError error) {
    Structure shape = model.error(error.code()).orElse(Structure.EMPTY);
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    try (JsonGenerator generator = notation.generator(out)) {
      JsonWriter writer = new JsonWriter(notation, generator);
      generator.writeStartObject();
      generator.writeStringProperty("__type", Refusals.shapeName(model, error));
      generator.writeStringProperty("message", error.message());
      if (shape.members().containsKey("Message")) {
        generator.writeStringProperty("Message", error.message());
      }
      error.fields().forEach((name, value) -> writer.field(shape, name, value));
      generator.writeEndObject();
    }
    return Blob.of(out.toByteArray());
  }

  private void field(Structure shape, String name, Object value) {
    Member member = shape.members().get(name);
    generator.writeName(member == null ? name : member.wireName());
    if (member == null) {
      Json.write(generator, value);
    } else {
      write(member.shape(), value, member.format());
    }
  }

  /// Writes the members of a structure that travel in the body.
  private void structure(Structure shape, Map<?, ?> value) {
    generator.writeStartObject();
    for (Member member : shape.members().values()) {
      Object part = value.get(member.name());
      if (part != null && member.location() == Location.BODY) {
        generator.writeName(member.wireName());
        write(member.shape(), part, member.format());
      }
    }
    generator.writeEndObject();
  }

  private void write(Shape shape, Object value, Optional<String> format) {
    switch (shape) {
      case Structure structure -> structure(structure, (Map<?, ?>) value);
      case Shape.Sequence sequence -> {
        generator.writeStartArray();
        for (Object element : (List<?>) value) {
          write(sequence.element().shape(), element, Optional.empty());
        }
        generator.writeEndArray();
      }
      case Shape.Dictionary dictionary -> {
        generator.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          generator.writeName((String) entry.getKey());
          write(dictionary.value().shape(), entry.getValue(), Optional.empty());
        }
        generator.writeEndObject();
      }
      case Shape.Text _ -> generator.writeString((String) value);
      case Shape.Bytes _ -> generator.writeBinary(((Blob) value).bytes());
      case Shape.Flag _ -> generator.writeBoolean((Boolean) value);
      case Shape.Whole _ -> generator.writeNumber(((Number) value).longValue());
      case Shape.Fraction _ -> generator.writeNumber(((Number) value).doubleValue());
      case Shape.Moment moment -> {
        Timestamps wanted =
            format.or(moment::format).map(Timestamps::named).orElse(Timestamps.EPOCH_SECONDS);
        notation.write(generator, Scalars.moment(value), wanted);
      }
      case Shape.Free _ -> Json.write(generator, value);
    }
  }
}
