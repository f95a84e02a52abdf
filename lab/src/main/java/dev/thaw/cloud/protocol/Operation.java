package dev.thaw.cloud.protocol;

import dev.thaw.cloud.protocol.Shape.Structure;
import java.util.List;
import java.util.Optional;

/// One operation of a service.
///
/// @param service name of the model, for example `lambda`
/// @param method of HTTP
/// @param uri template with labels, and with a query where constants tell operations apart
/// @param status of a successful answer
/// @param output empty structure where there is none
/// @param resultWrapper element around the output in an answer of the query protocol
/// @param deprecated the loser where another operation cannot be told from it
/// @param errors names of the error shapes it declares
public record Operation(
    String service,
    String name,
    String method,
    String uri,
    int status,
    Structure input,
    Structure output,
    Optional<String> resultWrapper,
    boolean deprecated,
    List<String> errors) {

  @Override
  public String toString() {
    return service + ":" + name;
  }
}
