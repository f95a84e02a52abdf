package dev.thaw.stats;

/// A figure with the interval that bears it.
public record Estimate(double value, Interval interval) {}
