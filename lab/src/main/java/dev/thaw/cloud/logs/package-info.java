/// CloudWatch Logs: groups, streams and their events; what functions write lands here.
///
/// Every group has a folder of segments, to which blocks of events are appended ([GroupJournal]);
/// an index of the blocks is in memory and is read again when the group is first asked for. Output
/// of functions is collected for a moment and written in batches; `PutLogEvents` is on the disk
/// when it is answered.
@NullMarked
package dev.thaw.cloud.logs;

import org.jspecify.annotations.NullMarked;
