package dev.thaw.cloud.logs;

import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.Service.BodyLimit;
import dev.thaw.cloud.protocol.Service.Handler;
import dev.thaw.cloud.state.Store;
import dev.thaw.lambda.LogSink;
import dev.thaw.lambda.LogStreamId;
import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// CloudWatch Logs as thaw offers it, and where the output of functions goes.
public final class LogsService implements LogSink, AutoCloseable {

  /// A batch has at most a megabyte; written as JSON it may be six times as long.
  private static final long MAX_BODY = 8 << 20;

  private final LogGroups groups;
  private final LiveTail liveTail;
  private final Service service;

  /// @param folder for the events
  public LogsService(Models models, Store store, Path folder, Clock clock) throws IOException {
    groups = new LogGroups(store, folder, clock);
    liveTail = new LiveTail(groups);
    Map<String, Handler> handlers = new HashMap<>();
    handlers.putAll(new GroupOperations(groups).handlers());
    handlers.putAll(new TagOperations(groups).handlers());
    handlers.putAll(new StreamOperations(groups, clock).handlers());
    handlers.putAll(new PutOperation(groups, clock).handlers());
    handlers.putAll(new ReadOperations(groups, clock).handlers());
    handlers.putAll(liveTail.handlers());
    service =
        new Service(
            models, "logs", handlers, BodyLimit.ofAll(MAX_BODY, "RequestEntityTooLargeException"));
  }

  public Service service() {
    return service;
  }

  /// Keeps an event of a function. On AWS each ends with a line end.
  @Override
  public void append(LogStreamId stream, long timeMs, String message) {
    groups.append(
        new GroupKey(stream.account(), stream.region(), stream.group()),
        stream.stream(),
        new NewEvent(Math.max(0, timeMs), message + "\n"));
  }

  /// Ends live tails and writes what is left; the store is closed by its owner.
  @Override
  public void close() {
    liveTail.close();
    groups.close();
  }
}
