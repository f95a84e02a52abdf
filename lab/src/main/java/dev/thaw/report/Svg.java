package dev.thaw.report;

import java.util.Locale;

/// A drawing under way. All text and names that are given to it are escaped.
final class Svg {

  private final StringBuilder out = new StringBuilder(8 * 1024);

  /// @param label what a screen reader says of it
  Svg(double width, double height, String label) {
    out.append("<svg viewBox=\"0 0 ")
        .append(number(width))
        .append(' ')
        .append(number(height))
        .append("\" role=\"img\" aria-label=\"")
        .append(Html.text(label))
        .append("\">");
  }

  /// Begins a group with a title, which browsers show when the pointer rests on it.
  Svg begin(String title) {
    out.append("<g><title>").append(Html.text(title)).append("</title>");
    return this;
  }

  Svg end() {
    out.append("</g>");
    return this;
  }

  Svg rectangle(String style, double x, double y, double width, double height) {
    return shape("rect", style)
        .with("x", x)
        .with("y", y)
        .with("width", width)
        .with("height", height)
        .close();
  }

  /// Stripes over what is there, for emulated time.
  Svg hatched(double x, double y, double width, double height) {
    out.append("<rect style=\"fill:url(#hatch)\"");
    return with("x", x).with("y", y).with("width", width).with("height", height).close();
  }

  Svg line(String style, double x1, double y1, double x2, double y2) {
    return shape("line", style).with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2).close();
  }

  Svg text(String style, double x, double y, Anchor anchor, String text) {
    shape("text", style).with("x", x).with("y", y);
    switch (anchor) {
      case START -> {}
      case MIDDLE -> out.append(" text-anchor=\"middle\"");
      case END -> out.append(" text-anchor=\"end\"");
    }
    out.append('>').append(Html.text(text)).append("</text>");
    return this;
  }

  /// @param data made of numbers and letters alone, see [#number]
  Svg path(String style, String data) {
    shape("path", style);
    out.append(" d=\"").append(data).append('"');
    return close();
  }

  String done() {
    return out.append("</svg>").toString();
  }

  /// Where a text stands at its point.
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /// A coordinate, to a tenth of a unit.
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private Svg shape(String element, String style) {
    out.append('<').append(element).append(" class=\"").append(Html.text(style)).append('"');
    return this;
  }

  private Svg with(String name, double value) {
    out.append(' ').append(name).append("=\"").append(number(value)).append('"');
    return this;
  }

  private Svg close() {
    out.append("/>");
    return this;
  }
}
