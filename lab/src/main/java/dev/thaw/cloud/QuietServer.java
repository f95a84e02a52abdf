package dev.thaw.cloud;

import io.helidon.logging.common.spi.LoggingProvider;

/// Keeps the HTTP server from telling the user about its own logging. Named in `META-INF/services`.
public final class QuietServer implements LoggingProvider {

  @Override
  public void initialization() {}

  @Override
  public void runTime() {}
}
