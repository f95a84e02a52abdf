package dev.thaw.cloud.iam;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// Policies that AWS keeps for everybody: those that serverless applications attach. Read when
/// first asked for.
final class AwsPolicies {

  private static final String RESOURCE = "/dev/thaw/cloud/iam/aws-policies.json";

  private AwsPolicies() {}

  /// By ARN, in its order.
  static Map<String, ManagedPolicy> all() {
    return Known.ALL;
  }

  private static final class Known {
    private static final Map<String, ManagedPolicy> ALL = read();

    private static Map<String, ManagedPolicy> read() {
      try (InputStream in = AwsPolicies.class.getResourceAsStream(RESOURCE)) {
        if (in == null) {
          throw new IllegalStateException(RESOURCE + ": absent (expected: in the program's jar)");
        }
        Document known = new Document(Json.readObject(in.readAllBytes()));
        Map<String, ManagedPolicy> all = new TreeMap<>();
        for (Document policy : known.documents("policies")) {
          ManagedPolicy read = read(policy);
          all.put(read.arn(), read);
        }
        return all;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read " + RESOURCE, e);
      }
    }

    private static ManagedPolicy read(Document policy) {
      String name = policy.text("name");
      Entity entity =
          new Entity(
              "aws",
              policy.optionalText("path").orElse("/"),
              name,
              "ANPA" + stable(name),
              Instant.parse("2015-02-06T18:40:00Z"));
      Optional<String> document =
          policy
              .optionalDocument("document")
              .map(members -> new String(Json.write(members.members()), StandardCharsets.UTF_8));
      return ManagedPolicy.of(entity, policy.optionalText("description"), document);
    }

    /// The same at every start.
    private static String stable(String name) {
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
          .toString()
          .replace("-", "")
          .substring(0, 17)
          .toUpperCase(Locale.ROOT);
    }
  }
}
