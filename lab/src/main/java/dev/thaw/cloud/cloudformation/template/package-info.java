/// What a template says, without doing any of it: reading, checking, dependencies, intrinsic
/// functions. Pure; start reading at [Template].
@NullMarked
package dev.thaw.cloud.cloudformation.template;

import org.jspecify.annotations.NullMarked;
