package dev.thaw.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A file of JSON that a deploy tool reads or writes.
record ProjectFile(Path path, JsonNode json) {

  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_SHOWN = 60;

  /// @throws Failure if it is no JSON object, with what is wrong
  static ProjectFile read(Path path) {
    try {
      long size = Files.size(path);
      if (size > MOST_BYTES) {
        throw new Failure(path + ": " + size + " bytes (expected: at most " + MOST_BYTES + ")");
      }
      return parse(path, Files.readAllBytes(path));
    } catch (IOException e) {
      throw new Failure(path + ": cannot be read: " + e.getMessage());
    }
  }

  /// @param path what to call it
  static ProjectFile parse(Path path, byte[] content) {
    try {
      JsonNode json = JsonMapper.shared().readTree(content);
      if (!json.isObject()) {
        throw new Failure(path + ": " + shown(json) + " (expected: a JSON object)");
      }
      return new ProjectFile(path, json);
    } catch (JacksonException e) {
      throw new Failure(path + ": is not JSON: " + e.getOriginalMessage());
    }
  }

  /// A string at a key of an object; empty if there is none, or it is no string.
  static Optional<String> text(JsonNode object, String key) {
    JsonNode value = object.path(key);
    return value.isString() && !value.stringValue().isBlank()
        ? Optional.of(value.stringValue())
        : Optional.empty();
  }

  private static String shown(JsonNode json) {
    String text = json.toString();
    return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
  }
}
