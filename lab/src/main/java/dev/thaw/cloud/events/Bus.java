package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An event bus. Every account has its default one in every region without making it.
///
/// @param policy statements by their ids, in order; kept and shown, not enforced
record Bus(
    BusKey key,
    Optional<String> description,
    Map<String, Map<String, Object>> policy,
    Map<String, String> tags,
    Instant created,
    Instant modified) {

  static Bus of(BusKey key, Instant now) {
    return new Bus(key, Optional.empty(), Map.of(), Map.of(), now, now);
  }

  Bus withDescription(Optional<String> next, Instant now) {
    return new Bus(key, next, policy, tags, created, now);
  }

  Bus withPolicy(Map<String, Map<String, Object>> next, Instant now) {
    return new Bus(key, description, next, tags, created, now);
  }

  Bus withTags(Map<String, String> next) {
    return new Bus(key, description, policy, next, created, modified);
  }

  Map<String, Object> shown() {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("Name", key.name());
    shown.put("Arn", key.arn());
    description.ifPresent(text -> shown.put("Description", text));
    if (!policy.isEmpty()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("Version", "2012-10-17");
      document.put("Statement", List.copyOf(policy.values()));
      shown.put("Policy", new String(Json.write(document), StandardCharsets.UTF_8));
    }
    if (modified.isAfter(Instant.EPOCH)) {
      // The default one was always there
      shown.put("CreationTime", created);
      shown.put("LastModifiedTime", modified);
    }
    return shown;
  }
}
