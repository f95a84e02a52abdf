/// AWS's wire protocols, driven by AWS's own service models: a request becomes a typed document, a
/// document becomes an answer.
@NullMarked
package dev.thaw.cloud.protocol;

import org.jspecify.annotations.NullMarked;
