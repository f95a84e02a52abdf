package dev.thaw.gateway.url;

import java.util.Optional;

/// The function URLs that are configured.
public interface FunctionUrls {

  /// @param id the first label of the host that was called
  Optional<Target> find(String id);

  /// @param function ARN as its URL calls it: unqualified or by an alias
  /// @param account that owns it
  /// @param signed whether calls must be signed
  /// @param streamed whether answers are streamed
  record Target(
      String function, String account, boolean signed, boolean streamed, Optional<Cors> cors) {}
}
