package dev.thaw.cloud.protocol;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Request heads for tests.
final class Heads {

  private Heads() {}

  static RequestHead of(String method, String pathAndQuery, String... headers) {
    Map<String, String> fields = new TreeMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      fields.put(headers[i].toLowerCase(Locale.ROOT), headers[i + 1]);
    }
    int mark = pathAndQuery.indexOf('?');
    return new RequestHead(
        method,
        mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark),
        Query.parse(mark < 0 ? "" : pathAndQuery.substring(mark + 1)),
        new RequestHead.Headers() {
          @Override
          public Optional<String> first(String name) {
            return Optional.ofNullable(fields.get(name));
          }

          @Override
          public void forEach(BiConsumer<String, String> action) {
            fields.forEach(action);
          }
        });
  }

  static String signedFor(String key, String region, String service) {
    return "AWS4-HMAC-SHA256 Credential=%s/20261124/%s/%s/aws4_request, SignedHeaders=host, Signature=0"
        .formatted(key, region, service);
  }
}
