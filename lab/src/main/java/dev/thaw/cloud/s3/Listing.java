package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// One page of a bucket's keys: those below a prefix, with what lies behind a delimiter rolled up.
///
/// @param entries in order
/// @param prefixes rolled up, in order
/// @param last the key or prefix that ended the page, if it was cut
record Listing(List<StoredObject> entries, Set<String> prefixes, Optional<Last> last) {

  /// @param version of the entry; empty for a prefix
  record Last(String name, String version) {}

  /// What is asked for.
  ///
  /// @param after leaves out this key and those before it, and what lies below it if it ends with
  ///   the delimiter
  /// @param afterVersion with `after`: begins within that key, behind this version
  /// @param versions every version instead of the newest
  record Request(
      String prefix,
      String delimiter,
      String after,
      String afterVersion,
      int most,
      boolean versions) {}

  static Listing of(Bucket bucket, Objects objects, Request request) {
    List<StoredObject> entries = new ArrayList<>();
    Set<String> prefixes = new LinkedHashSet<>();
    String start = RowKey.prefix(bucket, request.prefix);
    String from = start(bucket, objects, request, start);
    Last last = new Last("", "");
    while (true) {
      Optional<StoredObject> next = objects.next(bucket, from);
      if (next.isEmpty() || !next.get().key().startsWith(request.prefix)) {
        return new Listing(entries, prefixes, Optional.empty());
      }
      StoredObject object = next.get();
      if (object.marker() && !request.versions) {
        from = behindKey(bucket, object.key());
        continue;
      }
      if (entries.size() + prefixes.size() >= request.most) {
        return new Listing(
            entries, prefixes, request.most == 0 ? Optional.empty() : Optional.of(last));
      }
      int end =
          request.delimiter.isEmpty()
              ? -1
              : object.key().indexOf(request.delimiter, request.prefix.length());
      if (end >= 0) {
        String rolled = object.key().substring(0, end + request.delimiter.length());
        prefixes.add(rolled);
        last = new Last(rolled, "");
        from = RowKey.prefix(bucket, rolled) + RowKey.LAST;
      } else {
        entries.add(object);
        last = new Last(object.key(), object.version());
        from =
            request.versions ? RowKey.row(bucket, object) + '0' : behindKey(bucket, object.key());
      }
    }
  }

  private static String behindKey(Bucket bucket, String key) {
    return RowKey.key(bucket, key) + RowKey.LAST;
  }

  private static String start(Bucket bucket, Objects objects, Request request, String start) {
    if (request.after.isEmpty()) {
      return start;
    }
    boolean rolled =
        !request.delimiter.isEmpty()
            && request.after.startsWith(request.prefix)
            && request.after.indexOf(request.delimiter, request.prefix.length())
                == request.after.length() - request.delimiter.length();
    String from =
        rolled && request.afterVersion.isEmpty()
            ? RowKey.prefix(bucket, request.after) + RowKey.LAST
            : behindKey(bucket, request.after);
    if (!request.afterVersion.isEmpty()) {
      from =
          objects
              .version(bucket, request.after, request.afterVersion)
              .map(object -> RowKey.row(bucket, object) + '0')
              .orElse(from);
    }
    return from.compareTo(start) > 0 ? from : start;
  }

  /// How keys are written: XML cannot hold them all.
  static UnaryOperator<String> encoding(Document input) {
    Optional<String> type = input.optionalText("EncodingType");
    return type.isPresent()
        ? text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/")
        : UnaryOperator.identity();
  }

  static int most(Document input, String member) {
    long asked = input.optionalNumber(member).orElse((long) S3Limits.PAGE);
    if (asked < 0) {
      throw S3Errors.argument(
          "max-keys",
          Long.toString(asked),
          "Argument max-keys must be an integer between 0 and 2147483647");
    }
    return (int) Math.min(asked, S3Limits.PAGE);
  }

  static List<Object> commonPrefixes(Set<String> prefixes, UnaryOperator<String> encoding) {
    List<Object> shown = new ArrayList<>();
    prefixes.forEach(prefix -> shown.add(Map.of("Prefix", encoding.apply(prefix))));
    return shown;
  }

  /// What listings of objects and of versions say alike.
  static Map<String, Object> entry(StoredObject object, UnaryOperator<String> encoding) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("Key", encoding.apply(object.key()));
    entry.put("LastModified", object.modified());
    if (!object.marker()) {
      entry.put("ETag", object.quotedEtag());
      entry.put("Size", object.size());
      entry.put("StorageClass", object.properties().getOrDefault("StorageClass", "STANDARD"));
      if (!object.sums().values().isEmpty()) {
        entry.put("ChecksumAlgorithm", object.sums().names());
        entry.put("ChecksumType", object.sums().type());
      }
    }
    return entry;
  }
}
