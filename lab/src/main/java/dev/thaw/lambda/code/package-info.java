/// The deployment package: what may be in it, and how it is unpacked.
@NullMarked
package dev.thaw.lambda.code;

import org.jspecify.annotations.NullMarked;
