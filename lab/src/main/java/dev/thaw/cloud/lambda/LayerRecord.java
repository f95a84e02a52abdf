package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.state.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All that is kept of one layer. It stays when its last version goes: numbers are never given
/// twice.
///
/// @param versions in the order of their numbers
/// @param lastVersion highest number ever given
record LayerRecord(LayerKey key, List<LayerVersion> versions, long lastVersion) {

  LayerRecord {
    versions = List.copyOf(versions);
  }

  static LayerRecord empty(LayerKey key) {
    return new LayerRecord(key, List.of(), 0);
  }

  Optional<LayerVersion> version(long number) {
    return versions.stream().filter(each -> each.number() == number).findFirst();
  }

  LayerRecord with(LayerVersion version) {
    List<LayerVersion> more = new ArrayList<>(versions);
    more.add(version);
    return new LayerRecord(key, more, version.number());
  }

  LayerRecord without(long number) {
    List<LayerVersion> fewer = new ArrayList<>(versions);
    fewer.removeIf(each -> each.number() == number);
    return new LayerRecord(key, fewer, lastVersion);
  }

  LayerRecord changed(long number, UnaryOperator<LayerVersion> change) {
    List<LayerVersion> next = new ArrayList<>(versions);
    next.replaceAll(each -> each.number() == number ? change.apply(each) : each);
    return new LayerRecord(key, next, lastVersion);
  }

  byte[] write() {
    return Json.write(
        Map.of(
            "versions",
            versions.stream().map(LayerVersion::written).toList(),
            "lastVersion",
            lastVersion));
  }

  static LayerRecord read(LayerKey key, byte[] json, Contents contents) {
    Document document = new Document(Json.readObject(json));
    return new LayerRecord(
        key,
        document.documents("versions").stream()
            .map(each -> LayerVersion.read(key, each, contents))
            .toList(),
        document.number("lastVersion"));
  }
}
