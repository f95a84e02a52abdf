/// The way by which tools that know no endpoint variable reach thaw: a proxy with an authority of
/// its own, and the variables that lead a command to it. Knows nothing of AWS but its host names.
@NullMarked
package dev.thaw.proxy;

import org.jspecify.annotations.NullMarked;
