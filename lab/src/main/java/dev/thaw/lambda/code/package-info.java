/// Deployment packages: a zip is checked once, in bounded time and memory, before anything is kept
/// of it; later it is unpacked for execution environments.
@NullMarked
package dev.thaw.lambda.code;

import org.jspecify.annotations.NullMarked;
