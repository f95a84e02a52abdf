/// AWS Signature Version 4: signs requests of our own client, so that the same code speaks to thaw
/// and to AWS.
@NullMarked
package dev.thaw.wire.sigv4;

import org.jspecify.annotations.NullMarked;
