package dev.thaw.measure.result;

import dev.thaw.timeline.Origin;

/// How an [Origin] is written in JSON.
final class OriginName {

  private OriginName() {}

  static String of(Origin origin) {
    return switch (origin) {
      case MEASURED -> "measured";
      case EMULATED -> "emulated";
    };
  }

  static Origin parse(String path, String name) {
    return switch (name) {
      case "measured" -> Origin.MEASURED;
      case "emulated" -> Origin.EMULATED;
      default ->
          throw new MeasureJsonException(path + ": " + name + " (expected: measured or emulated)");
    };
  }
}
