package dev.thaw.cloud.apigateway;

import java.util.Optional;

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
    ModelOperations.put(api, name, Optional.of(description), "application/json", schema);
  }
}
