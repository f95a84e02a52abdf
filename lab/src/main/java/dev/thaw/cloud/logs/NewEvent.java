package dev.thaw.cloud.logs;

/// An event as somebody tells it.
///
/// @param timeMs epoch milliseconds
record NewEvent(long timeMs, String message) {}
