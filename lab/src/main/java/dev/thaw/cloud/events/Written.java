package dev.thaw.cloud.events;

/// What was read from a text, and the text as its author wrote it.
record Written<T>(String text, T meaning) {}
