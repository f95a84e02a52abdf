package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Structure;
import java.util.Map;
import java.util.Optional;

/// The model of one service: what AWS says of its operations and types.
///
/// @param errors error structures by their code on the wire, and by their name in the model
public record ServiceModel(
    ServiceEntry entry,
    Map<String, Operation> operations,
    Map<String, Shape> shapes,
    Map<String, Structure> errors,
    UriTable uris) {

  public String name() {
    return entry.name();
  }

  public Operation operation(String name) {
    Operation operation = operations.get(name);
    if (operation == null) {
      throw new ModelException("operation: " + name + " (expected: one of " + name() + ")");
    }
    return operation;
  }

  public Optional<Structure> error(String code) {
    return Optional.ofNullable(errors.get(code));
  }
}
