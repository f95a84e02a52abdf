package dev.thaw.cloud.logs.pattern;

import java.util.ArrayList;
import java.util.List;

/// Splits a message at its spaces; what stands in `[]` or `""` is one field, without them.
final class FieldSplit {

  private FieldSplit() {}

  static List<String> of(String message) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (at < message.length()) {
      char c = message.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      int close =
          c == '[' ? message.indexOf(']', at) : c == '"' ? message.indexOf('"', at + 1) : -1;
      if (close > 0) {
        fields.add(message.substring(at + 1, close));
        at = close + 1;
        continue;
      }
      int end = at;
      while (end < message.length() && !Character.isWhitespace(message.charAt(end))) {
        end++;
      }
      fields.add(message.substring(at, end));
      at = end;
    }
    return fields;
  }
}
