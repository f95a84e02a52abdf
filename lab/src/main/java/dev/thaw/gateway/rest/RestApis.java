package dev.thaw.gateway.rest;

import java.util.Optional;

/// What is deployed, for the door of REST APIs.
public interface RestApis {

  /// @param api its id, the first label of the host
  boolean exists(String api);

  /// @param stage the first segment of the path
  Optional<Stage> stage(String api, String stage);
}
