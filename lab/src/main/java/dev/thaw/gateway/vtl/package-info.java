/// Velocity's template language as far as mapping templates of API Gateway use it. An interpreter
/// of its own: it can touch nothing but texts, numbers, lists, maps and the objects that it is
/// given, it reads no files, and its loops and its output end.
@NullMarked
package dev.thaw.gateway.vtl;

import org.jspecify.annotations.NullMarked;
