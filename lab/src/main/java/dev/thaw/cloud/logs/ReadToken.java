package dev.thaw.cloud.logs;

/// Where a reader goes on.
///
/// @param backward to older events
/// @param from the first event after it, or before it, is the next
record ReadToken(boolean backward, Position from) {

  static ReadToken parse(String text) {
    if (text.startsWith("f/") || text.startsWith("b/")) {
      return Position.ofId(text.substring(2))
          .map(position -> new ReadToken(text.startsWith("b/"), position))
          .orElseThrow(ReadToken::invalid);
    }
    throw invalid();
  }

  private static RuntimeException invalid() {
    return LogsErrors.invalid("The specified nextToken is invalid.");
  }

  boolean passes(Position position) {
    return backward ? position.compareTo(from) < 0 : position.compareTo(from) > 0;
  }

  @Override
  public String toString() {
    return (backward ? "b/" : "f/") + from.id();
  }
}
