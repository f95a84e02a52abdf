package dev.thaw.report;

/// Foreign text in a page.
final class Html {

  private Html() {}

  /// Whatever a name holds, it stays text, in an element as in a quoted attribute.
  static String text(String raw) {
    StringBuilder safe = new StringBuilder(raw.length() + 16);
    raw.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(shown(c) ? c : ' ');
          }
        });
    return safe.toString();
  }

  /// Neither control characters, nor half characters, nor marks that turn the direction of text.
  private static boolean shown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
      default -> true;
    };
  }
}
