/// The ground vocabulary: what happened to one request or one execution environment, and when.
///
/// A [Timeline] is only ever appended to. The waterfall, the `REPORT` line, X-Ray segments, metrics
/// and statistics are folds of the [Snapshot] it gives; nothing in thaw is measured a second time
/// elsewhere. This package does no I/O and depends on nothing.
@NullMarked
package dev.thaw.timeline;

import org.jspecify.annotations.NullMarked;
