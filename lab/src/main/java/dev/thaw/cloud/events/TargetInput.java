package dev.thaw.cloud.events;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/// What a target is sent of an event.
sealed interface TargetInput {

  byte[] of(Map<String, Object> event, RuleKey rule, Instant ingested);

  /// @param target as PutTargets takes it
  /// @throws IllegalArgumentException what is wrong with it, as AWS words it
  static TargetInput of(Document target) {
    String id = target.text("Id");
    long given = Stream.of("Input", "InputPath", "InputTransformer").filter(target::has).count();
    if (given > 1) {
      throw new IllegalArgumentException(
          "Only one of Input, InputPath, or InputTransformer must be provided for target "
              + id
              + ".");
    }
    if (target.has("Input")) {
      byte[] constant = target.text("Input").getBytes(StandardCharsets.UTF_8);
      String flaw = Json.flaw(constant);
      if (flaw != null) {
        throw new IllegalArgumentException(
            "JSON syntax error in input for target " + id + " : " + flaw);
      }
      return new Constant(constant);
    }
    if (target.has("InputPath")) {
      return path(id, target.text("InputPath"));
    }
    return target
        .optionalDocument("InputTransformer")
        .map(transformer -> transformed(id, transformer))
        .orElseGet(Whole::new);
  }

  private static TargetInput path(String id, String path) {
    try {
      return new Part(JsonPath.parse(path));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid InputPath for target " + id + " : " + e.getMessage(), e);
    }
  }

  private static TargetInput transformed(String id, Document transformer) {
    try {
      return new Transformed(
          InputTransformer.parse(
              transformer.textMap("InputPathsMap"), transformer.text("InputTemplate")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Invalid InputTemplate for target " + id + " : " + e.getMessage(), e);
    }
  }

  record Whole() implements TargetInput {
    @Override
    public byte[] of(Map<String, Object> event, RuleKey rule, Instant ingested) {
      return Json.write(event);
    }
  }

  /// @param json as it was given
  record Constant(byte[] json) implements TargetInput {
    @Override
    public byte[] of(Map<String, Object> event, RuleKey rule, Instant ingested) {
      return json;
    }
  }

  /// What a path leads to; `null` if that is nothing.
  record Part(JsonPath path) implements TargetInput {
    @Override
    public byte[] of(Map<String, Object> event, RuleKey rule, Instant ingested) {
      return Json.write(path.in(event).orElse(new JsonPath.Found(null)).value());
    }
  }

  record Transformed(InputTransformer transformer) implements TargetInput {
    @Override
    public byte[] of(Map<String, Object> event, RuleKey rule, Instant ingested) {
      return transformer.apply(event, rule, ingested);
    }
  }
}
