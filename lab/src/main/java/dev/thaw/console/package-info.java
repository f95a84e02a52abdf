/// What a running thaw tells about itself over HTTP, under `/_thaw/`.
@NullMarked
package dev.thaw.console;

import org.jspecify.annotations.NullMarked;
