/// The execution life cycle of functions: placement, init, invoke, freeze, recycle. Start reading
/// at [dev.thaw.lambda.Invoker].
@NullMarked
package dev.thaw.lambda;

import org.jspecify.annotations.NullMarked;
