/// What the cloud's services keep: small values in one transactional store, big bodies as files
/// named by their content. What was acknowledged survives the death of the process.
@NullMarked
package dev.thaw.cloud.state;

import org.jspecify.annotations.NullMarked;
