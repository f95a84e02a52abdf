package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/// Reads XML by its whole tree, as clients of the XML protocols do.
final class XmlTree {

  private XmlTree() {}

  static Element root(byte[] xml) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder();
      // The usual one prints
      builder.setErrorHandler(new DefaultHandler());
      return builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new AssertionError(ProtocolContract.text(xml), e);
    }
  }

  static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  static Element child(Element parent, String name) {
    List<Element> found = children(parent, name);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " of " + name + " in " + parent.getTagName());
    }
    return found.getFirst();
  }

  static Map<String, Object> members(Structure shape, Element parent) {
    Map<String, Object> members = new HashMap<>();
    for (Member member : shape.members().values()) {
      if (member.location() != Location.BODY) {
        continue;
      }
      if (member.xml().attribute()) {
        if (parent.hasAttribute(member.wireName())) {
          members.put(member.name(), parent.getAttribute(member.wireName()));
        }
        continue;
      }
      List<Element> found = children(parent, member.wireName());
      if (!found.isEmpty()) {
        members.put(
            member.name(),
            member.flattened()
                ? flat(member.shape(), found)
                : value(member.shape(), found.getFirst()));
      }
    }
    return members;
  }

  private static Object flat(Shape shape, List<Element> found) {
    return shape instanceof Shape.Dictionary dictionary
        ? map(dictionary, found)
        : list((Shape.Sequence) shape, found);
  }

  private static Object list(Shape.Sequence shape, List<Element> found) {
    List<Object> list = new ArrayList<>();
    found.forEach(each -> list.add(value(shape.element().shape(), each)));
    return list;
  }

  private static Object map(Shape.Dictionary shape, List<Element> entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Element entry : entries) {
      map.put(
          child(entry, "key").getTextContent(),
          value(shape.value().shape(), child(entry, "value")));
    }
    return map;
  }

  private static Object value(Shape shape, Element element) {
    String text = element.getTextContent();
    return switch (shape) {
      case Structure structure -> members(structure, element);
      case Shape.Sequence sequence ->
          list(sequence, children(element, sequence.element().wireName("member")));
      case Shape.Dictionary dictionary -> map(dictionary, children(element, "entry"));
      case Shape.Bytes _ -> Blob.of(Base64.getDecoder().decode(text));
      case Shape.Flag _ -> Boolean.parseBoolean(text);
      case Shape.Whole _ -> Long.parseLong(text);
      case Shape.Fraction _ -> Double.parseDouble(text);
      case Shape.Moment _ -> RestClient.moment(text);
      case Shape.Text _, Shape.Free _ -> text;
    };
  }
}
