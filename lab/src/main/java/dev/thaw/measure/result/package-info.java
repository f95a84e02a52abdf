/// What a `thaw measure` run found, as plain records, and their JSON form.
///
/// The records carry finished numbers: estimates and their intervals are computed by whoever made
/// the run, so a report can be drawn from them, or from the JSON alone, without statistics.
/// Milliseconds everywhere, unless a name says otherwise. `docs/reference/measure-json.md` is the
/// schema.
@NullMarked
package dev.thaw.measure.result;

import org.jspecify.annotations.NullMarked;
