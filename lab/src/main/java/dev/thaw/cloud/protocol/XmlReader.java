package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Reads values of a shape from XML, in one pass. Namespaces are not looked at; what the model does
/// not know is skipped; a document type is refused.
final class XmlReader {

  private static final int DEPTH = 64;

  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader in;
  private int depth;

  private XmlReader(XMLStreamReader in) {
    this.in = in;
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  /// @param root name of the outermost element
  /// @throws ApiException `MalformedXML`
  static Map<String, Object> read(byte[] xml, Structure shape, String root) {
    try {
      XMLStreamReader in = FACTORY.createXMLStreamReader(new StringReader(utf8(xml)));
      try {
        return new XmlReader(in).document(shape, root);
      } finally {
        in.close();
      }
    } catch (XMLStreamException e) {
      throw malformed(Optional.ofNullable(e.getMessage()).orElse("no XML"));
    }
  }

  /// S3 speaks nothing else. The parser's own decoder prints where it should only throw.
  private static String utf8(byte[] xml) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw malformed("bytes, expected: UTF-8");
    }
  }

  private Map<String, Object> document(Structure shape, String root) throws XMLStreamException {
    while (next() != XMLStreamConstants.START_ELEMENT) {
      // Comments may come first
    }
    if (!in.getLocalName().equals(root)) {
      throw malformed("element " + in.getLocalName() + ", expected: " + root);
    }
    Map<String, Object> members = structure(shape);
    while (in.hasNext()) {
      next();
    }
    return members;
  }

  /// The current element as a structure, up to its end.
  private Map<String, Object> structure(Structure shape) throws XMLStreamException {
    Map<String, Object> members = new HashMap<>();
    Map<String, Member> byWireName = new HashMap<>();
    for (Member member : shape.members().values()) {
      if (member.location() == Location.BODY && !member.xml().attribute()) {
        byWireName.put(member.wireName(), member);
      } else if (member.xml().attribute()) {
        attribute(member)
            .ifPresent(
                text -> members.put(member.name(), scalar(member.shape(), member.format(), text)));
      }
    }
    while (nextChild()) {
      Member member = byWireName.get(in.getLocalName());
      if (member == null) {
        skip();
      } else {
        member(member, members);
      }
    }
    return members;
  }

  private Optional<String> attribute(Member member) {
    String name = member.wireName();
    for (int i = 0; i < in.getAttributeCount(); i++) {
      String prefix = in.getAttributePrefix(i);
      String local = in.getAttributeLocalName(i);
      if (name.equals(prefix == null || prefix.isEmpty() ? local : prefix + ":" + local)) {
        return Optional.of(in.getAttributeValue(i));
      }
    }
    return Optional.empty();
  }

  private void member(Member member, Map<String, Object> members) throws XMLStreamException {
    switch (member.shape()) {
      case Shape.Sequence sequence when member.flattened() -> {
        Object element = value(sequence.element().shape(), Optional.empty());
        listOf(members, member.name()).accept(element);
      }
      case Shape.Dictionary dictionary when member.flattened() -> {
        @SuppressWarnings("unchecked")
        Map<String, Object> map =
            (Map<String, Object>)
                members.computeIfAbsent(member.name(), name -> new LinkedHashMap<String, Object>());
        entry(dictionary, map);
      }
      case Shape shape -> members.put(member.name(), value(shape, member.format()));
    }
  }

  @SuppressWarnings("unchecked")
  private static Consumer<Object> listOf(Map<String, Object> members, String name) {
    return ((List<Object>) members.computeIfAbsent(name, key -> new ArrayList<Object>()))::add;
  }

  /// The current element as a value, up to its end.
  private Object value(Shape shape, Optional<String> format) throws XMLStreamException {
    return switch (shape) {
      case Structure structure -> structure(structure);
      case Shape.Sequence sequence -> {
        List<Object> list = new ArrayList<>();
        while (nextChild()) {
          if (in.getLocalName().equals(sequence.element().wireName("member"))) {
            list.add(value(sequence.element().shape(), Optional.empty()));
          } else {
            skip();
          }
        }
        yield list;
      }
      case Shape.Dictionary dictionary -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (nextChild()) {
          entry(dictionary, map);
        }
        yield map;
      }
      case Shape.Text _,
          Shape.Bytes _,
          Shape.Flag _,
          Shape.Whole _,
          Shape.Fraction _,
          Shape.Moment _,
          Shape.Free _ ->
          scalar(shape, format, text());
    };
  }

  private void entry(Shape.Dictionary shape, Map<String, Object> map) throws XMLStreamException {
    Optional<String> key = Optional.empty();
    Optional<Object> value = Optional.empty();
    while (nextChild()) {
      if (in.getLocalName().equals(shape.key().wireName("key"))) {
        key = Optional.of(text());
      } else if (in.getLocalName().equals(shape.value().wireName("value"))) {
        value = Optional.of(value(shape.value().shape(), Optional.empty()));
      } else {
        skip();
      }
    }
    if (key.isEmpty() || value.isEmpty()) {
      throw malformed("an entry without key or value");
    }
    map.put(key.get(), value.get());
  }

  private Object scalar(Shape shape, Optional<String> format, String text) {
    try {
      return Scalars.parse(shape, format, Timestamps.ISO_8601, shape.name(), text);
    } catch (ApiException e) {
      throw malformed(e.error().message());
    }
  }

  /// The text of the current element, which must hold nothing else.
  private String text() throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    String name = in.getLocalName();
    while (true) {
      int event = next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        throw malformed(in.getLocalName() + " within " + name + ", expected: text");
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return text.toString();
      }
      if (in.hasText() && event != XMLStreamConstants.COMMENT) {
        text.append(in.getText());
      }
    }
  }

  /// Whether another element begins before the current one ends.
  private boolean nextChild() throws XMLStreamException {
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return true;
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return false;
        }
        default -> {
          // White space and comments between elements
        }
      }
    }
  }

  private void skip() throws XMLStreamException {
    int around = depth - 1;
    while (depth > around) {
      next();
    }
  }

  private int next() throws XMLStreamException {
    int event = in.next();
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> depth++;
      case XMLStreamConstants.END_ELEMENT -> depth--;
      case XMLStreamConstants.DTD -> throw malformed("a document type, expected: none");
      case XMLStreamConstants.ENTITY_REFERENCE -> throw malformed("an entity, expected: none");
      default -> {}
    }
    if (depth > DEPTH) {
      throw malformed("elements nested over " + DEPTH + " deep");
    }
    return event;
  }

  private static ApiException malformed(String what) {
    return new ApiException(
        400,
        "MalformedXML",
        "The XML you provided was not well-formed or did not validate against our published schema"
            + " ("
            + what
            + ")");
  }
}
