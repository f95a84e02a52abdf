package dev.thaw.cloud.auth;

import dev.thaw.cloud.protocol.RequestHead;
import dev.thaw.wire.sigv4.PercentCoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The text that both sides make of a request, so that they sign the same.
final class CanonicalRequest {

  /// Of a signature in the query, what it does not sign.
  private static final String SIGNATURE = "X-Amz-Signature";

  private CanonicalRequest() {}

  /// @param s3 whose paths are encoded once and kept as they are
  /// @param payloadHash or what stands for it
  static String of(RequestHead head, List<String> signedHeaders, String payloadHash, boolean s3) {
    Map<String, String> headers = headers(head);
    StringBuilder text = new StringBuilder(512);
    text.append(head.method()).append('\n');
    text.append(path(head.path(), s3)).append('\n');
    text.append(query(head.query().raw())).append('\n');
    for (String name : signedHeaders) {
      text.append(name).append(':').append(headers.getOrDefault(name, "")).append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append('\n');
    return text.append(payloadHash).toString();
  }

  private static Map<String, String> headers(RequestHead head) {
    Map<String, String> headers = new HashMap<>();
    head.headers()
        .forEach((name, value) ->
            headers.merge(
                name.toLowerCase(Locale.ROOT),
                value.strip().replaceAll(" +", " "),
                (first, next) -> first + "," + next));
    return headers;
  }

  static String path(String raw, boolean s3) {
    if (s3) {
      return PercentCoding.encode(PercentCoding.decode(raw), "/");
    }
    return PercentCoding.encode(normalized(raw).getBytes(StandardCharsets.UTF_8), "/");
  }

  /// Without empty and dotted segments; a slash at the end stays.
  private static String normalized(String raw) {
    Deque<String> kept = new ArrayDeque<>();
    for (String segment : raw.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> kept.pollLast();
        default -> kept.addLast(segment);
      }
    }
    boolean open = raw.endsWith("/") && !kept.isEmpty();
    return "/" + String.join("/", kept) + (open ? "/" : "");
  }

  private record Parameter(String name, String value) {}

  static String query(String raw) {
    List<Parameter> parameters = new ArrayList<>();
    for (String part : raw.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        String name = recode(equals < 0 ? part : part.substring(0, equals));
        if (!name.equals(SIGNATURE)) {
          parameters.add(new Parameter(name, equals < 0 ? "" : recode(part.substring(equals + 1))));
        }
      }
    }
    parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
    List<String> joined = new ArrayList<>();
    parameters.forEach(each -> joined.add(each.name() + "=" + each.value()));
    return String.join("&", joined);
  }

  private static String recode(String text) {
    return PercentCoding.encode(PercentCoding.decode(text.replace("+", "%20")), "");
  }
}
