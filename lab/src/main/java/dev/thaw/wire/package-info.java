/// Bytes on the wire and nothing about AWS.
@NullMarked
package dev.thaw.wire;

import org.jspecify.annotations.NullMarked;
