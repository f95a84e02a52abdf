package dev.thaw.cloud.logs;

import java.util.OptionalLong;

/// A stream as it stood at a moment.
record StreamView(
    int id,
    String name,
    long created,
    OptionalLong firstEvent,
    OptionalLong lastEvent,
    OptionalLong lastIngestion,
    long sequence,
    long bytes) {}
