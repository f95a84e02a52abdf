package dev.thaw.cloud.protocol;

import java.util.List;
import java.util.Optional;

/// What the index of models tells of a service without reading its model.
///
/// @param name of the model's file, for example `lambda`
/// @param protocols the preferred one first, as botocore names them
/// @param signingName in the scope of a signature; not unique
/// @param targetPrefix of `X-Amz-Target`
/// @param jsonVersion of the `json` protocol, `1.0` or `1.1`
/// @param xmlNamespace of answers of the `query` protocol
/// @param queryCompatible whether other protocols also tell an error's code of the `query` protocol
public record ServiceEntry(
    String name,
    String apiVersion,
    String serviceId,
    List<String> protocols,
    String signingName,
    String endpointPrefix,
    Optional<String> targetPrefix,
    Optional<String> jsonVersion,
    Optional<String> xmlNamespace,
    boolean queryCompatible) {

  public ServiceEntry {
    protocols = List.copyOf(protocols);
  }

  boolean speaks(String protocol) {
    return protocols.contains(protocol);
  }
}
