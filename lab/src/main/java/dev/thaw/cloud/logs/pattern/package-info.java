/// CloudWatch Logs' filter patterns: terms, `[fields]`, `{$.json}` and `%regex%`, parsed and
/// matched without side effects. Start reading at [FilterPattern].
@NullMarked
package dev.thaw.cloud.logs.pattern;

import org.jspecify.annotations.NullMarked;
