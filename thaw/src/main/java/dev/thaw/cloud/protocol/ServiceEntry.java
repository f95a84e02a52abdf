package dev.thaw.cloud.protocol;

import java.util.List;
import java.util.Optional;

/// What the index of models tells of a service without reading its model.
///
/// @param name of the model's file, for example `lambda`
/// @param protocols the preferred one first, as botocore names them
/// @param signingName in the scope of a signature; not unique
/// @param targetPrefix of `X-Amz-Target`
public record ServiceEntry(
    String name,
    String apiVersion,
    String serviceId,
    List<String> protocols,
    String signingName,
    String endpointPrefix,
    Optional<String> targetPrefix) {

  public ServiceEntry {
    protocols = List.copyOf(protocols);
  }

  boolean speaks(String protocol) {
    return protocols.contains(protocol);
  }
}
