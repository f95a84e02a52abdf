package dev.thaw.cloud.lambda;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.state.Contents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// Functions as JSON in the store.
final class FunctionCodec {

  private final Contents contents;

  FunctionCodec(Contents contents) {
    this.contents = contents;
  }

  static byte[] write(FunctionRecord function) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("latest", version(function.latest()));
    document.put("published", function.published().stream().map(FunctionCodec::version).toList());
    document.put("lastVersion", function.lastVersion());
    function.reserved().ifPresent(limit -> document.put("reserved", limit));
    document.put("tags", function.tags());
    Map<String, Object> provisioned = new LinkedHashMap<>();
    function
        .provisioned()
        .forEach((version, provision) ->
            provisioned.put(
                version,
                Map.of(
                    "requested", provision.requested(), "lastModified", provision.lastModified())));
    document.put("provisioned", provisioned);
    document.put("eventConfigs", function.eventConfigs());
    document.put(
        "aliases", function.aliases().values().stream().map(FunctionCodec::alias).toList());
    document.put("attachments", function.attachments().written());
    return Json.write(document);
  }

  private static Map<String, Object> alias(Alias alias) {
    return Map.of(
        "name", alias.name(),
        "version", alias.version(),
        "description", alias.description(),
        "weights", alias.weights(),
        "revision", alias.revision());
  }

  private static Alias alias(Document alias) {
    Document written = alias.document("weights");
    SortedMap<String, Double> weights = new TreeMap<>();
    written
        .names()
        .forEach(
            version -> weights.put(version, written.optional(version, Double.class).orElseThrow()));
    return new Alias(
        alias.text("name"),
        alias.text("version"),
        alias.text("description"),
        weights,
        alias.text("revision"));
  }

  private static Map<String, Object> version(FunctionVersion version) {
    return Map.of(
        "configuration", version.configuration().members(),
        "code", version.code().written(),
        "layers", version.layers().stream().map(FunctionCodec::layer).toList());
  }

  private static Map<String, Object> layer(UsedLayer layer) {
    return Map.of("arn", layer.arn(), "content", layer.content().written());
  }

  FunctionRecord read(FunctionKey key, byte[] json) {
    Document document = new Document(Json.readObject(json));
    List<FunctionVersion> published = new ArrayList<>();
    document.documents("published").forEach(each -> published.add(version(key, each)));
    Map<String, FunctionRecord.Provision> provisioned = new HashMap<>();
    Document provisions = document.document("provisioned");
    for (String version : provisions.names()) {
      Document provision = provisions.document(version);
      provisioned.put(
          version,
          new FunctionRecord.Provision(
              (int) provision.number("requested"), provision.text("lastModified")));
    }
    Map<String, Map<String, Object>> eventConfigs = new HashMap<>();
    Document configs = document.document("eventConfigs");
    for (String qualifier : configs.names()) {
      eventConfigs.put(qualifier, configs.document(qualifier).members());
    }
    SortedMap<String, Alias> aliases = new TreeMap<>();
    document.documents("aliases").forEach(each -> aliases.put(each.text("name"), alias(each)));
    return new FunctionRecord(
        key,
        version(key, document.document("latest")),
        published,
        (int) document.number("lastVersion"),
        document
            .optionalNumber("reserved")
            .map(limit -> OptionalInt.of(limit.intValue()))
            .orElse(OptionalInt.empty()),
        document.textMap("tags"),
        provisioned,
        eventConfigs,
        aliases,
        Attachments.read(document.document("attachments")));
  }

  private FunctionVersion version(FunctionKey key, Document version) {
    return FunctionVersion.of(
        key,
        version.document("configuration").members(),
        StoredPackage.read(version.document("code"), contents),
        version.documents("layers").stream()
            .map(layer ->
                new UsedLayer(
                    layer.text("arn"), StoredPackage.read(layer.document("content"), contents)))
            .toList());
  }
}
