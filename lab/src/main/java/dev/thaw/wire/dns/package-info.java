/// DNS as a client sees it: a look-up that is really sent and really timed, beside the JDK's cache.
@NullMarked
package dev.thaw.wire.dns;

import org.jspecify.annotations.NullMarked;
