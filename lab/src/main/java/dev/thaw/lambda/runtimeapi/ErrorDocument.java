package dev.thaw.lambda.runtimeapi;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The JSON object `{"errorMessage":…,"errorType":…}` in which Lambda speaks of failures.
public final class ErrorDocument {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ErrorDocument() {}

  public static String of(String errorType, String errorMessage) {
    Map<String, String> document = new LinkedHashMap<>();
    document.put("errorMessage", errorMessage);
    document.put("errorType", errorType);
    return JSON.writeValueAsString(document);
  }
}
