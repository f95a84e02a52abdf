package dev.thaw.cloud.s3;

import dev.thaw.cloud.protocol.Scope;

/// Takes the events that a bucket is configured to tell a function.
@FunctionalInterface
public interface Notified {

  /// @param scope of the bucket's owner, in the bucket's region
  /// @param event as S3 writes it, in JSON
  void deliver(Scope scope, String functionArn, byte[] event);
}
