package dev.thaw.lambda.runtimeapi;

import java.io.IOException;

/// Takes a streamed answer while the function still produces it. Calls come from one thread at a
/// time, in order, and end with the return of the invocation.
public interface ResponseStream {

  /// The function began to answer.
  ///
  /// @param contentType `application/vnd.awslambda.http-integration-response` announces a prelude
  ///   in the bytes
  void begin(String contentType) throws IOException;

  /// @throws IOException if the caller is gone; the function goes on, as on AWS
  void write(byte[] bytes, int offset, int length) throws IOException;
}
