package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/// Schemas of a definition as models of an API. References between them become addresses of models,
/// as AWS shows them.
final class ImportedModels {

  private static final String JSON_TYPE = "application/json";

  private final Api api;
  private final Definition definition;
  private final ImportFindings findings;

  ImportedModels(Api api, Definition definition, ImportFindings findings) {
    this.api = api;
    this.definition = definition;
    this.findings = findings;
  }

  void run() {
    Part models = definition.models();
    for (String name : models.names()) {
      findings.step(
          "Unable to create model named '" + name + "'",
          () -> {
            Part schema = models.child(name);
            ModelOperations.put(
                api, name, schema.text("description"), JSON_TYPE, written(schema.members()));
          });
    }
  }

  private String written(Map<String, Object> schema) {
    return new String(Json.write(linked(schema)), StandardCharsets.UTF_8);
  }

  private Object linked(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> linked = new LinkedHashMap<>();
        map.forEach((name, each) ->
            linked.put(
                (String) name,
                name.equals("$ref") && each instanceof String ref ? address(ref) : linked(each)));
        yield linked;
      }
      case List<?> list -> list.stream().map(this::linked).toList();
      default -> value;
    };
  }

  private String address(String ref) {
    return name(ref)
        .map(name -> "https://apigateway.amazonaws.com/restapis/" + api.id() + "/models/" + name)
        .orElse(ref);
  }

  private static Optional<String> name(String ref) {
    for (String prefix : List.of("#/definitions/", "#/components/schemas/")) {
      if (ref.startsWith(prefix)) {
        return Optional.of(ref.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  /// The model that a schema means: the one that it refers to, or one that is made for it.
  Optional<String> of(Part schema) {
    if (schema.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> named = schema.text("$ref").flatMap(ImportedModels::name);
    if (named.isPresent()) {
      return named;
    }
    String written = written(schema.members());
    CRC32 sum = new CRC32();
    sum.update(written.getBytes(StandardCharsets.UTF_8));
    String name = "MODEL" + HexFormat.of().toHexDigits(sum.getValue(), 8);
    ModelOperations.put(api, name, Optional.empty(), JSON_TYPE, written);
    return Optional.of(name);
  }
}
