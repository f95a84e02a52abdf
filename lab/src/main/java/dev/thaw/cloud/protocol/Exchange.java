package dev.thaw.cloud.protocol;

import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// One request at the door and the way back to its caller.
public interface Exchange {

  RequestHead head();

  /// The decoded body: no transfer coding, no chunk signatures.
  InputStream body() throws IOException;

  /// The body without transfer coding, but with chunk signatures. Either this or [#body] is read.
  default InputStream signedBody() throws IOException {
    return body();
  }

  /// Of the decoded body, in bytes, or -1 while unknown.
  long length();

  /// Begun when the request arrived; its id is the request id.
  Timeline timeline();

  /// When the request arrived, in nanoseconds since the epoch.
  long arrived();

  /// Address of the caller.
  default String peer() {
    return "127.0.0.1";
  }

  /// For example `HTTP/1.1`.
  default String version() {
    return "HTTP/1.1";
  }

  /// Sends a whole answer; at most once, and not after [#stream].
  void send(WireAnswer answer) throws IOException;

  /// Sends the head of an answer and gives the stream of its body.
  OutputStream stream(int status, List<WireAnswer.Field> headers) throws IOException;
}
