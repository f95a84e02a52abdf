package dev.thaw.cloud.apigateway;

import java.util.LinkedHashMap;
import java.util.Map;

/// The two models that API Gateway gives every new API.
final class StandardModels {

  private static final String EMPTY =
      """
      {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title" : "Empty Schema",
        "type" : "object"
      }\
      """;

  private static final String ERROR =
      """
      {
        "$schema" : "http://json-schema.org/draft-04/schema#",
        "title" : "Error Schema",
        "type" : "object",
        "properties" : {
          "message" : { "type" : "string" }
        }
      }\
      """;

  private StandardModels() {}

  static void add(Api api) {
    add(api, "Empty", "This is a default empty schema model", EMPTY);
    add(api, "Error", "This is a default error schema model", ERROR);
  }

  private static void add(Api api, String name, String description, String schema) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("id", Ids.random(6));
    model.put("name", name);
    model.put("description", description);
    model.put("schema", schema);
    model.put("contentType", "application/json");
    api.all(Section.MODELS).put(name, model);
  }
}
