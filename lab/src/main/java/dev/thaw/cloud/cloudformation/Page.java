package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A piece of a list; its token says how many items came before it.
final class Page {

  private Page() {}

  static Map<String, Object> of(String member, List<Map<String, Object>> all, Document input) {
    return of(member, all, input, 100);
  }

  static Map<String, Object> of(
      String member, List<Map<String, Object>> all, Document input, int most) {
    int from = input.optionalText("NextToken").map(Page::parsed).orElse(0);
    int begin = Math.min(from, all.size());
    int end = Math.min(all.size(), begin + most);
    Map<String, Object> output = new LinkedHashMap<>();
    output.put(member, all.subList(begin, end));
    if (end < all.size()) {
      output.put("NextToken", Integer.toString(end));
    }
    return output;
  }

  private static int parsed(String token) {
    try {
      return Integer.parseUnsignedInt(token) & Integer.MAX_VALUE;
    } catch (NumberFormatException _) {
      throw StackErrors.invalid("Invalid NextToken: " + token);
    }
  }
}
