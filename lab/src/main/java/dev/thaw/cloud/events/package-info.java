/// EventBridge: buses, rules that match events, and schedules that really fire. Start reading at
/// [dev.thaw.cloud.events.EventsService].
@NullMarked
package dev.thaw.cloud.events;

import org.jspecify.annotations.NullMarked;
