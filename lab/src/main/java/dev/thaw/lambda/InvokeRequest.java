package dev.thaw.lambda;

import dev.thaw.lambda.runtimeapi.ResponseStream;
import dev.thaw.timeline.Timeline;
import org.jspecify.annotations.Nullable;

/// One synchronous call of a function.
///
/// @param timeline of the request, or of one attempt of it
/// @param requestId the same for all attempts
/// @param payload the event, at most 6 MiB
/// @param invokedArn as qualified by the caller
/// @param traceHeader X-Ray header to hand to the function
/// @param clientContext JSON, decoded
/// @param cognitoIdentity JSON with `cognitoIdentityId` and `cognitoIdentityPoolId`
/// @param tail whether the answer waits for the end of the log
/// @param stream takes the answer as it comes; null for a buffered answer
public record InvokeRequest(
    Timeline timeline,
    String requestId,
    byte[] payload,
    String invokedArn,
    @Nullable String traceHeader,
    @Nullable String clientContext,
    @Nullable String cognitoIdentity,
    boolean tail,
    @Nullable ResponseStream stream) {}
