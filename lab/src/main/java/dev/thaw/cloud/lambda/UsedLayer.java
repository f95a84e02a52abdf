package dev.thaw.cloud.lambda;

/// A layer version as a function uses it. The function keeps its content: it goes on when the layer
/// version is deleted.
///
/// @param arn of the layer version
record UsedLayer(String arn, StoredPackage content) {}
