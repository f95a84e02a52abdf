/// Verifies AWS Signature Version 4, for a thaw that was started with `--strict-auth`: who signed,
/// that what came is what was signed, and that it is not too old.
@NullMarked
package dev.thaw.cloud.auth;

import org.jspecify.annotations.NullMarked;
