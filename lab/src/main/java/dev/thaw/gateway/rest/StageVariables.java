package dev.thaw.gateway.rest;

import java.util.Map;

/// `${stageVariables.NAME}` in the addresses of integrations.
final class StageVariables {

  private static final String BEGIN = "${stageVariables.";

  private StageVariables() {}

  /// A variable that is not set is empty.
  static String filled(String text, Map<String, String> variables) {
    int found = text.indexOf(BEGIN);
    if (found < 0) {
      return text;
    }
    StringBuilder filled = new StringBuilder();
    int from = 0;
    while (found >= 0) {
      int end = text.indexOf('}', found);
      if (end < 0) {
        break;
      }
      String name = text.substring(found + BEGIN.length(), end);
      filled.append(text, from, found).append(variables.getOrDefault(name, ""));
      from = end + 1;
      found = text.indexOf(BEGIN, from);
    }
    return filled.append(text.substring(from)).toString();
  }
}
