package dev.thaw.cloud.logs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What functions of one group wrote and is not in a file yet.
final class LogBuffer {

  private Map<String, List<NewEvent>> byStream = new LinkedHashMap<>();
  private long characters;

  /// @return how full it is: 0 if this is the first event, else the characters in it
  synchronized long add(String stream, NewEvent event) {
    boolean first = byStream.isEmpty();
    byStream.computeIfAbsent(stream, name -> new ArrayList<>()).add(event);
    characters += event.message().length();
    return first ? 0 : characters;
  }

  /// Empties it.
  synchronized Map<String, List<NewEvent>> take() {
    Map<String, List<NewEvent>> taken = byStream;
    if (!taken.isEmpty()) {
      byStream = new LinkedHashMap<>();
      characters = 0;
    }
    return taken;
  }
}
