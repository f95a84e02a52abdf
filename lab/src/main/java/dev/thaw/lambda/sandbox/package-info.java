/// Where a function's processes live: isolation, limits, freezing, and cleaning up after them.
/// Start reading at [dev.thaw.lambda.sandbox.Sandboxes].
@NullMarked
package dev.thaw.lambda.sandbox;

import org.jspecify.annotations.NullMarked;
