/// The front doors of deployed functions: REST APIs and function URLs. Decides what a request
/// matches, builds the event that the function gets, and turns its answer into an HTTP response.
/// Knows no control plane: what is deployed is told by [dev.thaw.gateway.Functions] and by
/// [dev.thaw.gateway.rest.RestApis].
@NullMarked
package dev.thaw.gateway;

import org.jspecify.annotations.NullMarked;
