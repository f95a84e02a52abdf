package dev.thaw.cloud.protocol;

import dev.thaw.timeline.Timeline;
import java.io.IOException;
import java.util.Map;

/// One validated call of an operation.
///
/// @param timeline of the request; its id is the request id
public record Call(
    Operation operation,
    Document input,
    RequestHead head,
    Scope scope,
    Timeline timeline,
    Streams streams) {

  public String requestId() {
    return timeline.id();
  }

  /// Begins a streamed answer; after this only events can be told to the caller.
  ///
  /// @param output the members that travel in the head of the answer
  public EventSink stream(Map<String, Object> output) throws IOException {
    return streams.begin(output);
  }

  /// Opens the stream of an answer.
  @FunctionalInterface
  public interface Streams {
    EventSink begin(Map<String, Object> output) throws IOException;
  }

  /// Takes the events of a streamed answer.
  public interface EventSink {

    /// @param event name of a member of the operation's event union
    /// @throws IOException if the caller is gone
    void event(String event, Map<String, Object> members) throws IOException;

    /// Ends the answer.
    void end() throws IOException;
  }
}
