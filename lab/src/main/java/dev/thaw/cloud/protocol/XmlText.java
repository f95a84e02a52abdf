package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// An XML document as it is written: elements, attributes and text, escaped.
final class XmlText {

  private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

  private final StringBuilder out = new StringBuilder(512);
  private boolean open;

  XmlText declaration() {
    out.append(DECLARATION);
    return this;
  }

  XmlText begin(String name) {
    close();
    out.append('<').append(name);
    open = true;
    return this;
  }

  XmlText end(String name) {
    if (open) {
      out.append("/>");
      open = false;
    } else {
      out.append("</").append(name).append('>');
    }
    return this;
  }

  /// Of the element that was just begun.
  XmlText attribute(String name, String value) {
    out.append(' ').append(name).append("=\"");
    escape(value);
    out.append('"');
    return this;
  }

  /// Of the element that was just begun.
  XmlText namespace(Optional<Namespace> namespace) {
    namespace.ifPresent(given ->
        attribute(given.prefix().map(prefix -> "xmlns:" + prefix).orElse("xmlns"), given.uri()));
    return this;
  }

  XmlText text(String text) {
    close();
    escape(text);
    return this;
  }

  /// An element that holds nothing but text.
  XmlText element(String name, String text) {
    return begin(name).text(text).end(name);
  }

  byte[] utf8() {
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void close() {
    if (open) {
      out.append('>');
      open = false;
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            // Parsers would make other white space of these
            case '\r' -> out.append("&#xD;");
            case '\n' -> out.append("&#xA;");
            case '\t' -> out.append("&#x9;");
            default -> out.appendCodePoint(isLegal(c) ? c : 0xFFFD);
          }
        });
  }

  /// XML 1.0 has no way to write the other characters.
  private static boolean isLegal(int c) {
    return (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) || c >= 0x10000;
  }
}
