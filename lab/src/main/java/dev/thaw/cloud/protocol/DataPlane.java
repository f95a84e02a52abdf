package dev.thaw.cloud.protocol;

import java.io.IOException;

/// Answers the requests to what was deployed: an API, a function, a website.
@FunctionalInterface
public interface DataPlane {

  /// @param id of the API or function URL, or name of the bucket
  /// @throws IOException if the caller is gone
  void handle(Exchange exchange, String id) throws IOException;
}
