/// Measures a target as a stranger would, over the wire: phases of a request, cold starts against
/// warm calls.
@NullMarked
package dev.thaw.measure;

import org.jspecify.annotations.NullMarked;
