package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import dev.thaw.gateway.Parameters;
import dev.thaw.gateway.vtl.VtlObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// `$util` of templates.
record UtilObject() implements VtlObject {

  @Override
  public @Nullable Object property(String name) {
    return null;
  }

  @Override
  public @Nullable Object call(String method, List<@Nullable Object> arguments) {
    if (arguments.size() != 1) {
      throw VtlObject.unknown("$util", method, arguments.size());
    }
    Object given = arguments.getFirst();
    String text = given == null ? "" : given.toString();
    return switch (method) {
      case "escapeJavaScript" -> escaped(text);
      case "parseJson" -> parsed(text);
      case "urlEncode" -> URLEncoder.encode(text, StandardCharsets.UTF_8);
      case "urlDecode" -> Parameters.decode(text);
      case "base64Encode" ->
          Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
      case "base64Decode" -> decoded(text);
      default -> throw VtlObject.unknown("$util", method, 1);
    };
  }

  private static @Nullable Object parsed(String text) {
    try {
      return EventText.read(text);
    } catch (JacksonException _) {
      return null;
    }
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  /// As in a text of JavaScript; single quotes too, which AWS's own pages tell to undo.
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\'', '\\', '/' -> escaped.append('\\').append(c);
        case '\n' -> escaped.append("\\n");
        case '\r' -> escaped.append("\\r");
        case '\t' -> escaped.append("\\t");
        case '\b' -> escaped.append("\\b");
        case '\f' -> escaped.append("\\f");
        default -> {
          if (c < ' ' || c > '~') {
            escaped.append("\\u%04X".formatted((int) c));
          } else {
            escaped.append(c);
          }
        }
      }
    }
    return escaped.toString();
  }
}
