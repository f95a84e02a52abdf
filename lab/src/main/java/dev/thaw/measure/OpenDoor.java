package dev.thaw.measure;

import dev.thaw.measure.result.Reached;
import dev.thaw.wire.http.HttpFailure;
import java.util.Optional;

/// A [Door] with a connection of its own. For one thread.
sealed interface OpenDoor extends AutoCloseable permits InvokeDoor, UrlDoor {

  /// Calls and waits for the answer.
  ///
  /// @param function whom to call, where the door leads to several
  /// @param tail whether the end of the log is wanted, where it can be had
  /// @throws HttpFailure if there is no answer: whether the function ran is not known then
  /// @throws ApiException if the call is refused for now, as it is when throttled
  /// @throws MeasureException if it never will be answered
  Invoked call(String function, boolean tail) throws HttpFailure;

  /// As [#call], as a caller does who has not called before.
  Invoked callAnew(String function, boolean tail) throws HttpFailure;

  /// The same door with another connection.
  OpenDoor another();

  /// Whom the last call reached; empty where that says nothing, or nobody was.
  Optional<Reached> reached();

  @Override
  void close();
}
