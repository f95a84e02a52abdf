package dev.thaw.cloud.lambda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// All that is kept of one function. It never changes: an update makes a new record.
///
/// @param published in the order of their numbers
/// @param lastVersion highest number ever given; numbers are never given twice
/// @param reserved concurrency
/// @param provisioned by version
/// @param eventConfigs by qualifier, as AWS shows them without ARN
record FunctionRecord(
    FunctionKey key,
    FunctionVersion latest,
    List<FunctionVersion> published,
    int lastVersion,
    OptionalInt reserved,
    Map<String, String> tags,
    Map<String, Provision> provisioned,
    Map<String, Map<String, Object>> eventConfigs) {

  FunctionRecord {
    published = List.copyOf(published);
    tags = Map.copyOf(tags);
    provisioned = Map.copyOf(provisioned);
    eventConfigs = Map.copyOf(eventConfigs);
  }

  /// @param lastModified as AWS writes it
  record Provision(int requested, String lastModified) {}

  static FunctionRecord created(FunctionVersion latest, Map<String, String> tags) {
    return new FunctionRecord(
        latest.key(), latest, List.of(), 0, OptionalInt.empty(), tags, Map.of(), Map.of());
  }

  Optional<FunctionVersion> version(String version) {
    if (version.equals(FunctionVersion.LATEST)) {
      return Optional.of(latest);
    }
    return published.stream().filter(each -> each.version().equals(version)).findFirst();
  }

  /// `$LATEST` first.
  List<FunctionVersion> versions() {
    List<FunctionVersion> all = new ArrayList<>();
    all.add(latest);
    all.addAll(published);
    return all;
  }

  FunctionRecord withLatest(FunctionVersion next) {
    return new FunctionRecord(
        key, next, published, lastVersion, reserved, tags, provisioned, eventConfigs);
  }

  FunctionRecord withPublished(FunctionVersion version) {
    List<FunctionVersion> more = new ArrayList<>(published);
    more.add(version);
    return new FunctionRecord(
        key, latest, more, lastVersion + 1, reserved, tags, provisioned, eventConfigs);
  }

  FunctionRecord withoutVersion(String version) {
    List<FunctionVersion> fewer = new ArrayList<>(published);
    fewer.removeIf(each -> each.version().equals(version));
    Map<String, Provision> provisions = new HashMap<>(provisioned);
    provisions.remove(version);
    Map<String, Map<String, Object>> configs = new HashMap<>(eventConfigs);
    configs.remove(version);
    return new FunctionRecord(key, latest, fewer, lastVersion, reserved, tags, provisions, configs);
  }

  FunctionRecord withReserved(OptionalInt next) {
    return new FunctionRecord(
        key, latest, published, lastVersion, next, tags, provisioned, eventConfigs);
  }

  FunctionRecord withTags(Map<String, String> next) {
    return new FunctionRecord(
        key, latest, published, lastVersion, reserved, next, provisioned, eventConfigs);
  }

  FunctionRecord withProvisioned(Map<String, Provision> next) {
    return new FunctionRecord(
        key, latest, published, lastVersion, reserved, tags, next, eventConfigs);
  }

  FunctionRecord withEventConfigs(Map<String, Map<String, Object>> next) {
    return new FunctionRecord(
        key, latest, published, lastVersion, reserved, tags, provisioned, next);
  }
}
