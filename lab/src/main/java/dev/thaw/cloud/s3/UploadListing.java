package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Lists of uploads that have begun, and of their parts.
final class UploadListing {

  private final Buckets buckets;
  private final Uploads uploads;

  UploadListing(Buckets buckets, Uploads uploads) {
    this.buckets = buckets;
    this.uploads = uploads;
  }

  Map<String, Handler> handlers() {
    return Map.of("ListMultipartUploads", this::list, "ListParts", this::parts);
  }

  private Answer parts(Call call) {
    Document input = call.input();
    Bucket bucket = buckets.require(call);
    Upload upload = uploads.require(bucket, input.text("Key"), input.text("UploadId"));
    PartPage page = PartPage.of(input, uploads.parts(upload));
    List<Object> parts = new ArrayList<>();
    for (StoredPart part : page.shown()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("PartNumber", (long) part.number());
      entry.put("LastModified", part.modified());
      entry.put("ETag", '"' + part.etag() + '"');
      entry.put("Size", part.piece().size());
      entry.putAll(part.sums().members());
      parts.add(entry);
    }
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Bucket", bucket.name());
    output.put("Key", upload.key());
    output.put("UploadId", upload.id());
    output.putAll(page.members());
    output.put("Parts", parts);
    output.putAll(owners(bucket, upload));
    return Answer.of(output);
  }

  private static Map<String, Object> owners(Bucket bucket, Upload upload) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Owner", Ownership.owner(bucket.owner()));
    shown.put("Initiator", Ownership.owner(bucket.owner()));
    shown.put(
        "StorageClass", upload.properties().values().getOrDefault("StorageClass", "STANDARD"));
    if (upload.named()) {
      shown.put("ChecksumAlgorithm", upload.algorithm().name());
      shown.put("ChecksumType", upload.checksumType());
    }
    return shown;
  }

  private Answer list(Call call) {
    Document input = call.input();
    Bucket bucket = buckets.require(call);
    String prefix = input.optionalText("Prefix").orElse("");
    String delimiter = input.optionalText("Delimiter").orElse("");
    Optional<String> keyMarker = input.optionalText("KeyMarker").filter(m -> !m.isEmpty());
    Optional<String> idMarker = input.optionalText("UploadIdMarker").filter(m -> !m.isEmpty());
    int most = Listing.most(input, "MaxUploads");
    UnaryOperator<String> encoding = Listing.encoding(input);
    Set<String> prefixes = new LinkedHashSet<>();
    List<Object> shown = new ArrayList<>();
    Map<String, Object> output = new LinkedHashMap<>();
    boolean truncated = false;
    String lastKey = "";
    String lastId = "";
    for (Upload upload : uploads.of(bucket, prefix)) {
      if (keyMarker.filter(marker -> !isBehind(upload, marker, idMarker, bucket)).isPresent()) {
        continue;
      }
      int end = delimiter.isEmpty() ? -1 : upload.key().indexOf(delimiter, prefix.length());
      String rolled = end < 0 ? "" : upload.key().substring(0, end + delimiter.length());
      if (!rolled.isEmpty()
          && (prefixes.contains(rolled) || keyMarker.filter(rolled::equals).isPresent())) {
        continue;
      }
      if (shown.size() + prefixes.size() >= most) {
        truncated = true;
        break;
      }
      if (rolled.isEmpty()) {
        shown.add(entry(bucket, upload, encoding));
        lastKey = upload.key();
        lastId = upload.id();
      } else {
        prefixes.add(rolled);
        lastKey = rolled;
        lastId = "";
      }
    }
    output.put("Bucket", bucket.name());
    output.put("KeyMarker", encoding.apply(keyMarker.orElse("")));
    output.put("UploadIdMarker", idMarker.orElse(""));
    if (truncated) {
      output.put("NextKeyMarker", encoding.apply(lastKey));
      output.put("NextUploadIdMarker", lastId);
    }
    output.put("Prefix", encoding.apply(prefix));
    if (!delimiter.isEmpty()) {
      output.put("Delimiter", encoding.apply(delimiter));
    }
    input.optionalText("EncodingType").ifPresent(given -> output.put("EncodingType", given));
    output.put("MaxUploads", (long) most);
    output.put("IsTruncated", truncated);
    output.put("Uploads", shown);
    output.put("CommonPrefixes", Listing.commonPrefixes(prefixes, encoding));
    return Answer.of(output);
  }

  private static boolean isBehind(
      Upload upload, String keyMarker, Optional<String> idMarker, Bucket bucket) {
    int order = RowKey.prefix(bucket, upload.key()).compareTo(RowKey.prefix(bucket, keyMarker));
    return order > 0
        || (order == 0 && idMarker.filter(id -> upload.id().compareTo(id) > 0).isPresent());
  }

  private static Map<String, Object> entry(
      Bucket bucket, Upload upload, UnaryOperator<String> encoding) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("UploadId", upload.id());
    entry.put("Key", encoding.apply(upload.key()));
    entry.put("Initiated", upload.initiated());
    entry.putAll(owners(bucket, upload));
    return entry;
  }
}
