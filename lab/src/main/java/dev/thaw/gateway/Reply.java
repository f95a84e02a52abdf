package dev.thaw.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// The way back to the caller: one whole answer, or a head and a stream.
public interface Reply {

  /// At most once, and not after [#stream].
  ///
  /// @throws IOException if the caller is gone
  void send(HttpAnswer answer) throws IOException;

  /// Sends the head of an answer and gives the stream of its body.
  OutputStream stream(int status, List<HeaderField> headers) throws IOException;
}
