package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes values of a shape as XML.
final class XmlShapes {

  private final XmlText xml;

  XmlShapes(XmlText xml) {
    this.xml = xml;
  }

  /// The members of a structure that travel in the body, within an element that is open already.
  void members(Structure shape, Map<?, ?> value) {
    for (Member member : shape.members().values()) {
      Object part = value.get(member.name());
      if (part != null && member.location() == Location.BODY && !member.xml().attribute()) {
        member(member, part);
      }
    }
  }

  /// Further members of an error; what its shape does not know is text.
  void fields(Optional<Structure> shape, Map<String, Object> fields) {
    fields.forEach((name, value) -> {
      Member member = shape.map(known -> known.members().get(name)).orElse(null);
      if (member == null) {
        xml.element(name, value.toString());
      } else {
        member(member, value);
      }
    });
  }

  private void member(Member member, Object value) {
    String name = member.wireName();
    switch (member.shape()) {
      case Shape.Sequence sequence when member.flattened() -> elements(sequence, name, value);
      case Shape.Sequence sequence -> {
        xml.begin(name).namespace(member.xml().namespace());
        elements(sequence, sequence.element().wireName("member"), value);
        xml.end(name);
      }
      case Shape.Dictionary dictionary when member.flattened() -> entries(dictionary, name, value);
      case Shape.Dictionary dictionary -> {
        xml.begin(name).namespace(member.xml().namespace());
        entries(dictionary, "entry", value);
        xml.end(name);
      }
      case Structure structure -> {
        xml.begin(name).namespace(member.xml().namespace().or(structure::namespace));
        attributes(structure, (Map<?, ?>) value);
        members(structure, (Map<?, ?>) value);
        xml.end(name);
      }
      case Shape.Text _,
          Shape.Bytes _,
          Shape.Flag _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Moment _,
          Shape.Free _ ->
          xml.element(name, scalar(member.shape(), member.format(), value));
    }
  }

  private void attributes(Structure shape, Map<?, ?> value) {
    for (Member member : shape.members().values()) {
      Object part = value.get(member.name());
      if (part != null && member.xml().attribute()) {
        xml.attribute(member.wireName(), scalar(member.shape(), member.format(), part));
      }
    }
  }

  private void elements(Shape.Sequence shape, String name, Object value) {
    for (Object element : (List<?>) value) {
      element(shape.element().shape(), name, element);
    }
  }

  private void entries(Shape.Dictionary shape, String name, Object value) {
    ((Map<?, ?>) value)
        .forEach((key, part) -> {
          xml.begin(name);
          xml.element(shape.key().wireName("key"), (String) key);
          element(shape.value().shape(), shape.value().wireName("value"), part);
          xml.end(name);
        });
  }

  /// An element, key or value, which has no traits of its own.
  private void element(Shape shape, String name, Object value) {
    xml.begin(name);
    switch (shape) {
      case Structure structure -> {
        xml.namespace(structure.namespace());
        attributes(structure, (Map<?, ?>) value);
        members(structure, (Map<?, ?>) value);
      }
      case Shape.Sequence sequence ->
          elements(sequence, sequence.element().wireName("member"), value);
      case Shape.Dictionary dictionary -> entries(dictionary, "entry", value);
      case Shape.Text _,
          Shape.Bytes _,
          Shape.Flag _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Moment _,
          Shape.Free _ ->
          xml.text(scalar(shape, Optional.empty(), value));
    }
    xml.end(name);
  }

  private static String scalar(Shape shape, Optional<String> format, Object value) {
    return Scalars.format(shape, format, Timestamps.ISO_8601, value);
  }
}
