package dev.thaw.cloud.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Shape.Location;
import dev.thaw.cloud.protocol.Shape.Member;
import dev.thaw.cloud.protocol.Shape.Structure;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.w3c.dom.Element;

/// Speaks `rest-xml`.
final class XmlClient extends RestClient {

  @Override
  byte[] document(Structure shape, Map<?, ?> value, String root) {
    StringBuilder xml = new StringBuilder("<?xml version='1.0'?><!-- a comment --> ");
    element(xml, root, shape, value);
    return xml.toString().getBytes(UTF_8);
  }

  private static void element(StringBuilder xml, String name, Shape shape, Object value) {
    xml.append('<').append(name);
    if (shape instanceof Structure structure) {
      for (Member member : structure.members().values()) {
        Object part = ((Map<?, ?>) value).get(member.name());
        if (part != null && member.xml().attribute()) {
          xml.append(" xmlns:xsi='urn:x' ").append(member.wireName());
          xml.append("='").append(escape(part.toString())).append('\'');
        }
      }
    }
    xml.append('>');
    switch (shape) {
      case Structure structure -> {
        for (Member member : structure.members().values()) {
          Object part = ((Map<?, ?>) value).get(member.name());
          if (part != null && member.location() == Location.BODY && !member.xml().attribute()) {
            member(xml, member, part);
          }
        }
      }
      case Shape.Sequence sequence ->
          ((List<?>) value)
              .forEach(part ->
                  element(
                      xml,
                      sequence.element().wireName("member"),
                      sequence.element().shape(),
                      part));
      case Shape.Bytes _ -> xml.append(Base64.getEncoder().encodeToString(((Blob) value).bytes()));
      case Shape.Moment moment when moment.format().equals(Optional.of("rfc822")) ->
          xml.append(HTTP_DATE.format((Instant) value));
      case Shape _ -> xml.append(escape(value.toString()));
    }
    xml.append("</").append(name).append(">\n");
  }

  private static void member(StringBuilder xml, Member member, Object value) {
    if (member.flattened() && member.shape() instanceof Shape.Sequence sequence) {
      ((List<?>) value)
          .forEach(part -> element(xml, member.wireName(), sequence.element().shape(), part));
    } else {
      element(xml, member.wireName(), member.shape(), value);
    }
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c < 0x20 || "<>&'\"".indexOf(c) >= 0) {
            escaped.append("&#").append(c).append(';');
          } else {
            escaped.appendCodePoint(c);
          }
        });
    return escaped.toString();
  }

  @Override
  Map<String, Object> members(Structure shape, byte[] document) {
    Element root = XmlTree.root(document);
    assertThat(root.getNamespaceURI()).isEqualTo("http://s3.amazonaws.com/doc/2006-03-01/");
    if (root.getTagName().equals("LocationConstraint")) {
      String region = root.getTextContent();
      return region.isEmpty() ? Map.of() : Map.of("LocationConstraint", region);
    }
    return XmlTree.members(shape, root);
  }

  @Override
  public Told error(WireAnswer answer) {
    Element root = XmlTree.root(answer.body().bytes());
    assertThat(root.getTagName()).isEqualTo("Error");
    assertThat(XmlTree.child(root, "RequestId").getTextContent()).isEqualTo("request-1");
    assertThat(XmlTree.child(root, "HostId").getTextContent()).isNotEmpty();
    return new Told(
        XmlTree.child(root, "Code").getTextContent(),
        XmlTree.child(root, "Message").getTextContent());
  }
}
