package dev.thaw.measure;

import tools.jackson.databind.JsonNode;

/// What the Lambda API tells about a function.
///
/// @param state `Pending`, `Active`, `Inactive` or `Failed`
/// @param lastUpdate `Successful`, `InProgress` or `Failed`
/// @param reason why either failed; empty for none
/// @param codeBytes size of the zip
public record FunctionState(
    String name,
    String runtime,
    String handler,
    String description,
    int memoryMb,
    long codeBytes,
    String state,
    String lastUpdate,
    String reason) {

  static FunctionState of(JsonNode json) {
    String stateReason = json.path("StateReason").asString("");
    return new FunctionState(
        json.path("FunctionName").asString(""),
        json.path("Runtime").asString(""),
        json.path("Handler").asString(""),
        json.path("Description").asString(""),
        json.path("MemorySize").asInt(0),
        json.path("CodeSize").asLong(0),
        json.path("State").asString(""),
        json.path("LastUpdateStatus").asString(""),
        stateReason.isEmpty() ? json.path("LastUpdateStatusReason").asString("") : stateReason);
  }

  boolean ready() {
    return state.equals("Active") && lastUpdate.equals("Successful");
  }

  boolean failed() {
    return state.equals("Failed") || lastUpdate.equals("Failed");
  }
}
