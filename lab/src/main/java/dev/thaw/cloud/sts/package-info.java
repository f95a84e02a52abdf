/// STS: who a caller is, and temporary credentials that lead to the account of a role.
@NullMarked
package dev.thaw.cloud.sts;

import org.jspecify.annotations.NullMarked;
