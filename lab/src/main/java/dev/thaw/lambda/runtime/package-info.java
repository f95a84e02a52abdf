/// What runs a function's code: finding the installed interpreter that fits, and the bootstrap that
/// speaks the Runtime API for it.
@NullMarked
package dev.thaw.lambda.runtime;

import org.jspecify.annotations.NullMarked;
