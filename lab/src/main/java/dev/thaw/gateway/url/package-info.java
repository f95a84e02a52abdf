/// Function URLs: a function called by HTTP without an API before it.
@NullMarked
package dev.thaw.gateway.url;

import org.jspecify.annotations.NullMarked;
