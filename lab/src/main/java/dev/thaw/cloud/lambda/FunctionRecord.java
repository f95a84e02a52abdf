package dev.thaw.cloud.lambda;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that is kept of one function. It never changes: an update makes a new record.
///
/// @param published in the order of their numbers
/// @param lastVersion highest number ever given; numbers are never given twice
/// @param reserved concurrency
/// @param provisioned by qualifier: a version or an alias
/// @param eventConfigs by qualifier, as AWS shows them without ARN
/// @param aliases by name
record FunctionRecord(
    FunctionKey key,
    FunctionVersion latest,
    List<FunctionVersion> published,
    int lastVersion,
    OptionalInt reserved,
    Map<String, String> tags,
    Map<String, Provision> provisioned,
    Map<String, Map<String, Object>> eventConfigs,
    SortedMap<String, Alias> aliases,
    Attachments attachments) {

  FunctionRecord {
    published = List.copyOf(published);
    tags = Map.copyOf(tags);
    provisioned = Map.copyOf(provisioned);
    eventConfigs = Map.copyOf(eventConfigs);
    aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
  }

  /// @param lastModified as AWS writes it
  record Provision(int requested, String lastModified) {}

  static FunctionRecord created(FunctionVersion latest, Map<String, String> tags) {
    return new FunctionRecord(
        latest.key(),
        latest,
        List.of(),
        0,
        OptionalInt.empty(),
        tags,
        Map.of(),
        Map.of(),
        new TreeMap<>(),
        Attachments.NONE);
  }

  /// What a version or an alias stands for; of an alias the version that it mainly points to.
  Optional<FunctionVersion> version(String qualifier) {
    return numbered(alias(qualifier).map(Alias::version).orElse(qualifier));
  }

  /// The version that a call runs.
  ///
  /// @param draw uniform, from 0 inclusive to 1 exclusive; an alias chooses by it
  Optional<FunctionVersion> route(String qualifier, double draw) {
    return numbered(alias(qualifier).map(alias -> alias.choose(draw)).orElse(qualifier));
  }

  private Optional<FunctionVersion> numbered(String version) {
    if (version.equals(FunctionVersion.LATEST)) {
      return Optional.of(latest);
    }
    return published.stream().filter(each -> each.version().equals(version)).findFirst();
  }

  Optional<Alias> alias(String name) {
    return Optional.ofNullable(aliases.get(name));
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
        key,
        next,
        published,
        lastVersion,
        reserved,
        tags,
        provisioned,
        eventConfigs,
        aliases,
        attachments);
  }

  FunctionRecord withPublished(FunctionVersion version) {
    List<FunctionVersion> more = new ArrayList<>(published);
    more.add(version);
    return new FunctionRecord(
        key,
        latest,
        more,
        lastVersion + 1,
        reserved,
        tags,
        provisioned,
        eventConfigs,
        aliases,
        attachments);
  }

  FunctionRecord withoutVersion(String version) {
    List<FunctionVersion> fewer = new ArrayList<>(published);
    fewer.removeIf(each -> each.version().equals(version));
    return new FunctionRecord(
            key,
            latest,
            fewer,
            lastVersion,
            reserved,
            tags,
            provisioned,
            eventConfigs,
            aliases,
            attachments)
        .withoutSettings(version);
  }

  FunctionRecord withAlias(Alias alias) {
    SortedMap<String, Alias> more = new TreeMap<>(aliases);
    more.put(alias.name(), alias);
    return withAliases(more);
  }

  FunctionRecord withoutAlias(String name) {
    SortedMap<String, Alias> fewer = new TreeMap<>(aliases);
    fewer.remove(name);
    return withAliases(fewer).withoutSettings(name);
  }

  private FunctionRecord withAliases(SortedMap<String, Alias> next) {
    return new FunctionRecord(
        key,
        latest,
        published,
        lastVersion,
        reserved,
        tags,
        provisioned,
        eventConfigs,
        next,
        attachments);
  }

  /// What was set for a version or an alias goes with it.
  private FunctionRecord withoutSettings(String qualifier) {
    return withProvisioned(without(provisioned, qualifier))
        .withEventConfigs(without(eventConfigs, qualifier))
        .withAttachments(attachments.without(qualifier));
  }

  private static <T> Map<String, T> without(Map<String, T> map, String key) {
    Map<String, T> fewer = new HashMap<>(map);
    fewer.remove(key);
    return fewer;
  }

  FunctionRecord withReserved(OptionalInt next) {
    return new FunctionRecord(
        key,
        latest,
        published,
        lastVersion,
        next,
        tags,
        provisioned,
        eventConfigs,
        aliases,
        attachments);
  }

  FunctionRecord withTags(Map<String, String> next) {
    return new FunctionRecord(
        key,
        latest,
        published,
        lastVersion,
        reserved,
        next,
        provisioned,
        eventConfigs,
        aliases,
        attachments);
  }

  FunctionRecord withProvisioned(Map<String, Provision> next) {
    return new FunctionRecord(
        key,
        latest,
        published,
        lastVersion,
        reserved,
        tags,
        next,
        eventConfigs,
        aliases,
        attachments);
  }

  FunctionRecord withEventConfigs(Map<String, Map<String, Object>> next) {
    return new FunctionRecord(
        key,
        latest,
        published,
        lastVersion,
        reserved,
        tags,
        provisioned,
        next,
        aliases,
        attachments);
  }

  FunctionRecord withAttachments(Attachments next) {
    return new FunctionRecord(
        key,
        latest,
        published,
        lastVersion,
        reserved,
        tags,
        provisioned,
        eventConfigs,
        aliases,
        next);
  }
}
