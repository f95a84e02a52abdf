package dev.thaw.gateway;

/// One header field, with its name as it was written.
public record HeaderField(String name, String value) {}
