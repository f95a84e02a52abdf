package dev.thaw.measure.result;

import dev.thaw.timeline.Origin;

/// What one phase costs.
///
/// @param name a phase of the life cycle in kebab case, for example `function-init`; see
///   [ColdStarts] and [WarmCalls] for the standard ones
/// @param origin emulated as soon as a part of it was
/// @param durations one sample per counted request; 0 where the request had no such phase
public record PhaseCost(String name, Origin origin, Distribution durations) {}
