package dev.thaw.cloud.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.cloudformation.template.Template;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/// Where a template's text comes from: the request itself, or an object of S3.
final class TemplateSource {

  private final ServiceClient client;

  TemplateSource(ServiceClient client) {
    this.client = client;
  }

  /// An object of S3.
  record S3Object(String bucket, String key) {

    /// Reads the forms that tools write, whatever the host is really called: the bucket before
    /// `s3`, else as the first part of the path.
    static Optional<S3Object> parse(String url) {
      URI uri;
      try {
        uri = new URI(url);
      } catch (URISyntaxException _) {
        return Optional.empty();
      }
      String host = uri.getHost();
      String path = uri.getPath();
      if (host == null || path == null || path.length() < 2 || !web(uri)) {
        return Optional.empty();
      }
      String object = path.substring(1);
      int dot = bucketEnd(host);
      if (dot > 0) {
        return Optional.of(new S3Object(host.substring(0, dot), object));
      }
      int slash = object.indexOf('/');
      return slash > 0 && slash < object.length() - 1
          ? Optional.of(new S3Object(object.substring(0, slash), object.substring(slash + 1)))
          : Optional.empty();
    }

    private static boolean web(URI uri) {
      return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    }

    private static int bucketEnd(String host) {
      if (host.contains(".amazonaws.com")) {
        return Math.max(host.lastIndexOf(".s3."), host.lastIndexOf(".s3-"));
      }
      return host.endsWith(".localhost") && !host.equals("s3.localhost")
          ? host.length() - ".localhost".length()
          : -1;
    }
  }

  /// The text that a request gives, if it gives one.
  Optional<String> body(Document input, Scope scope) {
    Optional<String> inline = input.optionalText("TemplateBody");
    Optional<String> url = input.optionalText("TemplateURL");
    if (inline.isPresent() && url.isPresent()) {
      throw StackErrors.invalid(
          "Either Template URL or Template Body must be specified, not both.");
    }
    inline.ifPresent(text -> {
      if (text.getBytes(UTF_8).length > Template.MAX_INLINE) {
        throw StackErrors.invalid(
            "1 validation error detected: Value of %d bytes at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to %d"
                .formatted(text.getBytes(UTF_8).length, Template.MAX_INLINE));
      }
    });
    return inline.or(() -> url.map(address -> fetched(address, scope)));
  }

  private String fetched(String url, Scope scope) {
    S3Object object =
        S3Object.parse(url)
            .orElseThrow(
                () -> StackErrors.invalid("TemplateURL must be a supported URL. (" + url + ")"));
    Blob blob;
    try {
      blob =
          client
              .call(
                  scope, "s3", "GetObject", Map.of("Bucket", object.bucket(), "Key", object.key()))
              .optionalBlob("Body")
              .orElseThrow(() -> StackErrors.invalid("S3 object without a body: " + url));
    } catch (ApiException e) {
      throw e.error().status() == 501
          ? e
          : StackErrors.invalid("S3 error: " + e.error().message() + " (" + url + ")");
    }
    if (blob.size() > Template.MAX_FETCHED) {
      throw StackErrors.invalid(
          "Template may not exceed %d bytes in size. (%d bytes)"
              .formatted(Template.MAX_FETCHED, blob.size()));
    }
    return new String(blob.bytes(), UTF_8);
  }
}
