/// The Runtime, Extensions and Telemetry APIs as functions see them: our own listener, one address
/// per environment.
@NullMarked
package dev.thaw.lambda.runtimeapi;

import org.jspecify.annotations.NullMarked;
