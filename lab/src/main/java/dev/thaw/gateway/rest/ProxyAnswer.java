package dev.thaw.gateway.rest;

import dev.thaw.gateway.FunctionAnswer;
import dev.thaw.gateway.HeaderField;
import dev.thaw.gateway.HttpAnswer;
import dev.thaw.gateway.MalformedAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The answer of a function behind a proxy integration as an HTTP response.
final class ProxyAnswer {

  /// A function cannot set these; AWS hands them on under another name.
  private static final Set<String> REMAPPED =
      Set.of(
          "connection",
          "content-length",
          "content-md5",
          "date",
          "expect",
          "host",
          "server",
          "te",
          "trailer",
          "upgrade",
          "user-agent",
          "via",
          "www-authenticate");

  private ProxyAnswer() {}

  /// @param decode whether the caller gets base64 decoded
  static HttpAnswer of(byte[] payload, boolean decode) throws MalformedAnswer {
    FunctionAnswer answer = FunctionAnswer.read(payload);
    if (!answer.object()) {
      throw new MalformedAnswer("answer: no object (expected: one with a statusCode)");
    }
    String unknown = answer.unknown();
    if (unknown != null) {
      throw new MalformedAnswer(
          "answer: " + unknown + " (expected: statusCode, headers, multiValueHeaders, body)");
    }
    if (!answer.cookies().isEmpty()) {
      throw new MalformedAnswer("answer: cookies (expected: multiValueHeaders)");
    }
    int status = answer.status() == 0 ? 200 : answer.status();
    return new HttpAnswer(status, fields(answer), answer.bytes(decode));
  }

  private static List<HeaderField> fields(FunctionAnswer answer) {
    List<HeaderField> fields = new ArrayList<>();
    boolean typed = false;
    for (HeaderField field : answer.multiHeaders()) {
      typed |= field.name().equalsIgnoreCase("content-type");
      add(fields, field);
    }
    for (HeaderField field : answer.headers()) {
      if (answer.multiHeaders().isEmpty() || !names(answer.multiHeaders(), field.name())) {
        typed |= field.name().equalsIgnoreCase("content-type");
        add(fields, field);
      }
    }
    if (!typed) {
      fields.add(new HeaderField("Content-Type", MediaTypes.JSON));
    }
    return fields;
  }

  private static boolean names(List<HeaderField> fields, String name) {
    for (HeaderField field : fields) {
      if (field.name().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  static void add(List<HeaderField> fields, HeaderField field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    if (REMAPPED.contains(name)) {
      fields.add(new HeaderField("x-amzn-Remapped-" + field.name(), field.value()));
    } else if (!name.equals("transfer-encoding")) {
      fields.add(field);
    }
  }
}
