/// CloudFormation: stacks, their change sets and their events, over those types of resources that
/// `resource` knows.
///
/// A template is read and checked by `template`, which is pure. An operation that passes all checks
/// is written down with the stack and worked off on a thread of its own by [StackWork]; each step
/// is in the store before the next begins, so that a stack is found again after any end.
@NullMarked
package dev.thaw.cloud.cloudformation;

import org.jspecify.annotations.NullMarked;
