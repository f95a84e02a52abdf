package dev.thaw.lambda;

/// Whose log stream it is, and which.
///
/// @param group for example `/aws/lambda/hello`
/// @param stream one per environment
public record LogStreamId(String account, String region, String group, String stream) {}
