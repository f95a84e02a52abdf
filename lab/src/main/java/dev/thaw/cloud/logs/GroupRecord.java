package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is known of a group beside its events.
///
/// @param folder name of the folder of its segments
/// @param created epoch milliseconds
record GroupRecord(
    String folder, long created, Optional<Integer> retentionDays, SortedMap<String, String> tags) {

  private static final long DAY_MS = 86_400_000;

  GroupRecord withRetention(Optional<Integer> days) {
    return new GroupRecord(folder, created, days, tags);
  }

  GroupRecord withTags(Map<String, String> next) {
    return new GroupRecord(folder, created, retentionDays, new TreeMap<>(next));
  }

  /// Events before this are gone.
  long oldestMs(long nowMs) {
    return retentionDays.map(days -> nowMs - days * DAY_MS).orElse(0L);
  }

  byte[] write() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("folder", folder);
    json.put("created", created);
    retentionDays.ifPresent(days -> json.put("retentionDays", days));
    json.put("tags", tags);
    return Json.write(json);
  }

  static GroupRecord read(byte[] bytes) {
    Document json = new Document(Json.readObject(bytes));
    return new GroupRecord(
        json.text("folder"),
        json.number("created"),
        json.optionalNumber("retentionDays").map(Long::intValue),
        new TreeMap<>(json.textMap("tags")));
  }
}
