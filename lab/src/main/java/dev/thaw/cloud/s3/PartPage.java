package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One page of the parts of an upload or an object.
///
/// @param after number of the part before the first
/// @param truncated whether more parts follow
record PartPage(List<StoredPart> shown, long after, int most, boolean truncated) {

  static PartPage of(Document input, List<StoredPart> parts) {
    long after = input.optionalNumber("PartNumberMarker").orElse(0L);
    int most = Listing.most(input, "MaxParts");
    List<StoredPart> left = parts.stream().filter(part -> part.number() > after).toList();
    List<StoredPart> shown = left.subList(0, Math.min(most, left.size()));
    return new PartPage(shown, after, most, shown.size() < left.size());
  }

  /// What an answer says of the page itself.
  Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("PartNumberMarker", after);
    if (!shown.isEmpty()) {
      members.put("NextPartNumberMarker", (long) shown.getLast().number());
    }
    members.put("MaxParts", (long) most);
    members.put("IsTruncated", truncated);
    return members;
  }
}
