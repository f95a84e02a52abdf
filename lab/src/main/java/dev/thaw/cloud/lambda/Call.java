package dev.thaw.cloud.lambda;

import dev.thaw.timeline.Timeline;

/// Who calls, and the record of the call.
///
/// @param account twelve digits
/// @param endpoint of this thaw, for example `http://127.0.0.1:4566`
public record Call(String account, String region, String endpoint, Timeline timeline) {}
