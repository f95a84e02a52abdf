/// IAM: roles and policies of an account, in every region the same. Documents are checked and kept;
/// nothing is allowed or refused because of them.
@NullMarked
package dev.thaw.cloud.iam;

import org.jspecify.annotations.NullMarked;
