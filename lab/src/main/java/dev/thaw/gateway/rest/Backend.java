package dev.thaw.gateway.rest;

import dev.thaw.gateway.HttpAnswer;

/// What stands behind a method.
@FunctionalInterface
interface Backend {

  /// @throws Refusal if the gateway must answer itself
  HttpAnswer answer(RestCall call, Integration integration);
}
