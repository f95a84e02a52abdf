/// CloudWatch metrics: what others and thaw itself record, as statistics of periods.
///
/// Data are kept by the minute, or by the second if they are told with that resolution, each with
/// its distribution of values ([Distribution]); every statistic is a fold of these.
@NullMarked
package dev.thaw.cloud.cloudwatch;

import org.jspecify.annotations.NullMarked;
