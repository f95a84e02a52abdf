package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What hangs on a function without being part of any version: changing it leaves its environments
/// alone.
///
/// @param policies by qualifier, `$LATEST` for that of the unqualified function; none is left out
/// @param urls by qualifier, `$LATEST` for that of the unqualified function
/// @param runtimeUpdates by version
/// @param loopsAllowed whether it is called although functions call each other in a loop
record Attachments(
    Map<String, ResourcePolicy> policies,
    Map<String, FunctionUrl> urls,
    Map<String, RuntimeUpdate> runtimeUpdates,
    boolean loopsAllowed) {

  static final Attachments NONE = new Attachments(Map.of(), Map.of(), Map.of(), false);

  Attachments {
    policies = Map.copyOf(policies);
    urls = Map.copyOf(urls);
    runtimeUpdates = Map.copyOf(runtimeUpdates);
  }

  ResourcePolicy policy(String qualifier) {
    return policies.getOrDefault(qualifier, ResourcePolicy.NONE);
  }

  Attachments withPolicy(String qualifier, ResourcePolicy policy) {
    return new Attachments(
        policy.isNone() ? without(policies, qualifier) : with(policies, qualifier, policy),
        urls,
        runtimeUpdates,
        loopsAllowed);
  }

  Optional<FunctionUrl> url(String qualifier) {
    return Optional.ofNullable(urls.get(qualifier));
  }

  Attachments withUrl(String qualifier, FunctionUrl url) {
    return withUrls(with(urls, qualifier, url));
  }

  Attachments withoutUrl(String qualifier) {
    return withUrls(without(urls, qualifier));
  }

  private Attachments withUrls(Map<String, FunctionUrl> next) {
    return new Attachments(policies, next, runtimeUpdates, loopsAllowed);
  }

  RuntimeUpdate runtimeUpdate(String version) {
    return runtimeUpdates.getOrDefault(version, RuntimeUpdate.AUTO);
  }

  Attachments withRuntimeUpdate(String version, RuntimeUpdate update) {
    return new Attachments(policies, urls, with(runtimeUpdates, version, update), loopsAllowed);
  }

  Attachments withLoopsAllowed(boolean next) {
    return new Attachments(policies, urls, runtimeUpdates, next);
  }

  /// What hung on a version or an alias goes with it.
  Attachments without(String qualifier) {
    return new Attachments(
        without(policies, qualifier),
        without(urls, qualifier),
        without(runtimeUpdates, qualifier),
        loopsAllowed);
  }

  private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
    Map<String, T> more = new HashMap<>(map);
    more.put(key, value);
    return more;
  }

  private static <T> Map<String, T> without(Map<String, T> map, String key) {
    Map<String, T> fewer = new HashMap<>(map);
    fewer.remove(key);
    return fewer;
  }

  /// In the store.
  Map<String, Object> written() {
    return Map.of(
        "policies", written(policies, ResourcePolicy::written),
        "urls", written(urls, FunctionUrl::written),
        "runtimeUpdates", written(runtimeUpdates, RuntimeUpdate::wireName),
        "loopsAllowed", loopsAllowed);
  }

  private static <T> Map<String, Object> written(Map<String, T> map, Function<T, Object> write) {
    Map<String, Object> written = new LinkedHashMap<>();
    map.forEach((key, value) -> written.put(key, write.apply(value)));
    return written;
  }

  static Attachments read(Document written) {
    Map<String, RuntimeUpdate> runtimeUpdates = new HashMap<>();
    written
        .textMap("runtimeUpdates")
        .forEach((version, name) -> runtimeUpdates.put(version, RuntimeUpdate.of(name)));
    return new Attachments(
        read(written, "policies", ResourcePolicy::read),
        read(written, "urls", FunctionUrl::read),
        runtimeUpdates,
        written.flag("loopsAllowed"));
  }

  private static <T> Map<String, T> read(
      Document written, String name, Function<Document, T> read) {
    Document map = written.document(name);
    Map<String, T> values = new HashMap<>();
    map.names().forEach(key -> values.put(key, read.apply(map.document(key))));
    return values;
  }
}
