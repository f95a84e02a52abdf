package dev.thaw.lambda;

import dev.thaw.lambda.sandbox.LogPipe;
import dev.thaw.lambda.sandbox.SandboxProcess;
import dev.thaw.lambda.telemetry.TelemetryEvent;
import dev.thaw.lambda.telemetry.TelemetryEvents;
import dev.thaw.timeline.Clock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The log stream of one environment: what its processes write, and the platform's own lines, in
/// their order.
///
/// What processes write is pulled: before the platform says `END`, all that the function wrote
/// until then has been read.
final class EnvironmentLog {

  /// A line longer than a log event of CloudWatch Logs is cut.
  private static final int MAX_LINE = 256 * 1024;

  private final LogSink sink;
  private final LogStreamId stream;
  private final Clock clock;
  private final TelemetryEvents telemetry;
  private final List<Source> sources = new ArrayList<>();
  private final byte[] buffer = new byte[16 * 1024];
  private Optional<Tail> tail = Optional.empty();

  /// @param telemetry is told what the processes write
  EnvironmentLog(LogSink sink, LogStreamId stream, Clock clock, TelemetryEvents telemetry) {
    this.sink = sink;
    this.stream = stream;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  String stream() {
    return stream.stream();
  }

  /// Reads a process's output from now on.
  ///
  /// @param extension whether it is an extension, not the function
  synchronized void follow(SandboxProcess process, boolean extension) {
    sources.add(new Source(process.output(), false, extension));
    sources.add(new Source(process.telemetry(), true, extension));
  }

  /// Takes what is left of all processes and forgets them.
  synchronized void unfollow() {
    drain();
    for (Source source : sources) {
      source.flush();
      source.pipe.close();
    }
    sources.clear();
  }

  /// Starts the tail of an invocation.
  synchronized void beginTail(Tail next) {
    tail = Optional.of(next);
  }

  synchronized byte[] endTail() {
    byte[] last = tail.map(Tail::last).orElseGet(() -> new byte[0]);
    tail = Optional.empty();
    return last;
  }

  /// Adds a line of the platform, after all that was written before it.
  synchronized void platform(String message) {
    drain();
    append(clock.now() / 1_000_000, message);
  }

  /// Takes what the processes have written, up to a bound, so that a process that never stops
  /// writing cannot hold the caller.
  synchronized void drain() {
    int budget = 256;
    boolean more = true;
    while (more && budget-- > 0) {
      more = false;
      for (Source source : sources) {
        int read = source.pipe.read(buffer);
        if (read > 0) {
          source.take(read);
          more = true;
        }
      }
    }
  }

  private void append(long timeMs, String message) {
    tail.ifPresent(t -> t.add(message));
    sink.append(stream, timeMs, message);
  }

  private final class Source {

    private final LogPipe pipe;
    private final boolean framed;
    private final boolean extension;
    private final LogFrames frames = new LogFrames();
    private byte[] line = new byte[256];
    private int length;

    Source(LogPipe pipe, boolean framed, boolean extension) {
      this.pipe = pipe;
      this.framed = framed;
      this.extension = extension;
    }

    void take(int read) {
      if (framed) {
        frames.feed(
            buffer,
            read,
            (timeMs, text) ->
                written(timeMs == 0 ? clock.now() : timeMs * 1_000_000, stripEnd(text)));
        return;
      }
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          flush();
        } else {
          add(buffer[i]);
        }
      }
    }

    private void add(byte b) {
      if (length == MAX_LINE) {
        flush();
      }
      if (length == line.length) {
        line = java.util.Arrays.copyOf(line, line.length * 2);
      }
      line[length++] = b;
    }

    void flush() {
      if (length > 0) {
        written(clock.now(), new String(line, 0, length, StandardCharsets.UTF_8));
        length = 0;
      }
    }

    private void written(long at, String text) {
      append(at / 1_000_000, text);
      if (telemetry.wanted()) {
        telemetry.emit(new TelemetryEvent.Line(at, extension, text));
      }
    }

    private String stripEnd(String text) {
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
