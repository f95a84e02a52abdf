/// The commands, one class each, and the only place that wires the rooms together.
@NullMarked
package dev.thaw.cli;

import org.jspecify.annotations.NullMarked;
