/// AWS's control planes behind one port. Start reading at [dev.thaw.cloud.Front].
@NullMarked
package dev.thaw.cloud;

import org.jspecify.annotations.NullMarked;
