/// The Lambda control plane: functions, their code and configuration, kept durably, and the door to
/// Invoke.
@NullMarked
package dev.thaw.cloud.lambda;

import org.jspecify.annotations.NullMarked;
