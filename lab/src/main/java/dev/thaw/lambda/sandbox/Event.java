package dev.thaw.lambda.sandbox;

import java.util.Optional;

/// What the shells of sandboxes tell; one line each, see `launcher.sh` and `processes.sh`. A plain
/// process of a function could write such lines too: nothing here may be trusted beyond its form.
sealed interface Event {

  /// The launcher reads commands.
  record Ready() implements Event {}

  /// The launcher made the pipes it was asked for, or could not.
  record Fifos(boolean made) implements Event {}

  /// A sandbox's first process runs; its process id on the host.
  record Up(int sandbox, long pid) implements Event {}

  /// A process is about to become the function's executable.
  record Started(int sandbox, int process, long pid) implements Event {}

  /// A process ended, or never began.
  record Ended(int sandbox, int process, int status, boolean bySignal) implements Event {}

  /// Nobody waits for a process any more: it ended and was told of, or whoever waited was killed.
  record Lost(int sandbox, int process) implements Event {}

  /// What was asked for under this key is done.
  record Done(int sandbox, int key) implements Event {}

  /// Nothing is left of the sandbox's namespaces.
  record Gone(int sandbox, int status) implements Event {}

  /// Empty if the line is none of these.
  static Optional<Event> parse(String line) {
    String[] word = line.split(" ");
    if (word.length < 2) {
      return Optional.empty();
    }
    try {
      int sandbox = Integer.parseInt(word[0]);
      return Optional.ofNullable(
          switch (word[1] + "/" + word.length) {
            case "ready/2" -> new Ready();
            case "fifos/2" -> new Fifos(true);
            case "nofifos/2" -> new Fifos(false);
            case "up/3" -> new Up(sandbox, Long.parseLong(word[2]));
            case "started/4" ->
                new Started(sandbox, Integer.parseInt(word[2]), Long.parseLong(word[3]));
            case "exit/4" ->
                new Ended(sandbox, Integer.parseInt(word[2]), Integer.parseInt(word[3]), false);
            case "exit/5" ->
                new Ended(sandbox, Integer.parseInt(word[2]), Integer.parseInt(word[3]), true);
            case "lost/3" -> new Lost(sandbox, Integer.parseInt(word[2]));
            case "done/3" -> new Done(sandbox, Integer.parseInt(word[2]));
            case "gone/3" -> new Gone(sandbox, Integer.parseInt(word[2]));
            default -> null;
          });
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
