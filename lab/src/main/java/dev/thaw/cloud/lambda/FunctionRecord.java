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
import java.util.function.Consumer;

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
    return changed(draft -> draft.latest = next);
  }

  FunctionRecord withPublished(FunctionVersion version) {
    List<FunctionVersion> more = new ArrayList<>(published);
    more.add(version);
    return changed(draft -> {
      draft.published = more;
      draft.lastVersion++;
    });
  }

  FunctionRecord withoutVersion(String version) {
    List<FunctionVersion> fewer = new ArrayList<>(published);
    fewer.removeIf(each -> each.version().equals(version));
    return changed(draft -> draft.published = fewer).withoutSettings(version);
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
    return changed(draft -> draft.aliases = next);
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
    return changed(draft -> draft.reserved = next);
  }

  FunctionRecord withTags(Map<String, String> next) {
    return changed(draft -> draft.tags = next);
  }

  FunctionRecord withProvisioned(Map<String, Provision> next) {
    return changed(draft -> draft.provisioned = next);
  }

  FunctionRecord withEventConfigs(Map<String, Map<String, Object>> next) {
    return changed(draft -> draft.eventConfigs = next);
  }

  FunctionRecord withAttachments(Attachments next) {
    return changed(draft -> draft.attachments = next);
  }

  private FunctionRecord changed(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.record();
  }

  /// A record on its way to the next one.
  private static final class Draft {
    private final FunctionKey key;
    private FunctionVersion latest;
    private List<FunctionVersion> published;
    private int lastVersion;
    private OptionalInt reserved;
    private Map<String, String> tags;
    private Map<String, Provision> provisioned;
    private Map<String, Map<String, Object>> eventConfigs;
    private SortedMap<String, Alias> aliases;
    private Attachments attachments;

    Draft(FunctionRecord from) {
      key = from.key;
      latest = from.latest;
      published = from.published;
      lastVersion = from.lastVersion;
      reserved = from.reserved;
      tags = from.tags;
      provisioned = from.provisioned;
      eventConfigs = from.eventConfigs;
      aliases = from.aliases;
      attachments = from.attachments;
    }

    FunctionRecord record() {
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
          attachments);
    }
  }
}
