package dev.thaw.report;

/// What a terminal can show.
///
/// @param width columns; at least 40
/// @param colour whether escape sequences may be used
public record Look(int width, boolean colour) {

  /// For files and pipes.
  public static final Look PLAIN = new Look(120, false);

  public Look {
    width = Math.max(40, width);
  }

  String strong(String text) {
    return sequence("1", text);
  }

  String faint(String text) {
    return sequence("2", text);
  }

  String accent(String text) {
    return sequence("33", text);
  }

  String warning(String text) {
    return sequence("35", text);
  }

  private String sequence(String code, String text) {
    return colour && !text.isBlank() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /// Breaks a text at spaces so that it fits; further lines are indented by two.
  String wrapped(String text) {
    StringBuilder lines = new StringBuilder(text.length() + 8);
    int column = 0;
    for (String word : text.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > width) {
        lines.append("\n  ");
        column = 2;
      } else if (column > 0) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.toString();
  }
}
