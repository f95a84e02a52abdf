package dev.thaw.cloud.logs;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an event stands among all of its group: by time, then stream, then order of arrival.
///
/// @param stream number of the stream within the group, from 1
/// @param sequence within the stream
record Position(long timeMs, int stream, long sequence) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::timeMs)
          .thenComparingInt(Position::stream)
          .thenComparingLong(Position::sequence);

  /// As AWS's ids: 56 digits.
  private static final Pattern ID = Pattern.compile("3(\\d{15})(\\d{20})(\\d{20})");

  /// Before all events of a moment.
  static Position before(long timeMs) {
    return new Position(timeMs, 0, 0);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  String id() {
    return "3%015d%020d%020d".formatted(timeMs, stream, sequence);
  }

  /// Empty if it is no id of thaw's.
  static Optional<Position> ofId(String id) {
    Matcher parts = ID.matcher(id);
    try {
      return parts.matches()
          ? Optional.of(
              new Position(
                  Long.parseLong(parts.group(1)),
                  Integer.parseInt(parts.group(2)),
                  Long.parseLong(parts.group(3))))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
