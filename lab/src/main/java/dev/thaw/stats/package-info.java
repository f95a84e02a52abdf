/// Quantiles, intervals and verdicts from samples. Pure functions; every figure that thaw prints
/// with an interval gets it here.
@NullMarked
package dev.thaw.stats;

import org.jspecify.annotations.NullMarked;
