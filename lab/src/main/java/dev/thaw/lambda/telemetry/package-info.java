/// The Telemetry API, and the Logs API before it: what extensions subscribe to, and the batches in
/// which it is delivered to them.
@NullMarked
package dev.thaw.lambda.telemetry;

import org.jspecify.annotations.NullMarked;
