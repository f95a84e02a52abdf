package dev.thaw.measure.result;

import java.util.Optional;

/// What ran the function.
///
/// @param name the Lambda runtime, for example `python3.13`
/// @param path of the interpreter; empty when there is none or the target does not say
/// @param version of the interpreter, for example `3.13.2`; empty in the same cases
public record RuntimeUsed(String name, Optional<String> path, Optional<String> version) {}
