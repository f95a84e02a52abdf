package dev.thaw.lambda.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A version of the events, and the API that it belongs to.
enum Schema {
  LOGS_2020_08_15("2020-08-15", Api.LOGS),
  LOGS_2021_03_18("2021-03-18", Api.LOGS),
  TELEMETRY_2022_07_01("2022-07-01", Api.TELEMETRY),
  TELEMETRY_2022_12_13("2022-12-13", Api.TELEMETRY),
  TELEMETRY_2025_01_29("2025-01-29", Api.TELEMETRY);

  enum Api {
    LOGS,
    TELEMETRY;

    /// @param path `/2020-08-15/logs` or `/2022-07-01/telemetry`
    static Api of(String path) {
      return switch (path) {
        case "/2020-08-15/logs" -> LOGS;
        case "/2022-07-01/telemetry" -> TELEMETRY;
        default ->
            throw new IllegalArgumentException(
                "path: " + path + " (expected: /2020-08-15/logs or /2022-07-01/telemetry)");
      };
    }
  }

  private final String version;
  private final Api api;

  Schema(String version, Api api) {
    this.version = version;
    this.api = api;
  }

  Api api() {
    return api;
  }

  /// Whether a line that is a JSON object becomes one in the event, instead of a string.
  boolean structuredLines() {
    return compareTo(TELEMETRY_2022_12_13) >= 0;
  }

  static Optional<Schema> of(Api api, String version) {
    return Arrays.stream(values())
        .filter(schema -> schema.api == api && schema.version.equals(version))
        .findFirst();
  }

  static List<String> versions(Api api) {
    return Arrays.stream(values()).filter(s -> s.api == api).map(s -> s.version).toList();
  }
}
