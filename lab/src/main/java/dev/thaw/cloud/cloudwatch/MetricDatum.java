package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Document;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One element of `MetricData`, checked.
///
/// @param resolutionMs a minute or a second
record MetricDatum(
    String name,
    Map<String, String> dimensions,
    long timeMs,
    long resolutionMs,
    String unit,
    MetricStore.Addition addition) {

  private static final int MOST_VALUES = 150;
  private static final long PAST_MS = 14 * 24 * 60 * MetricStore.MINUTE_MS;
  private static final long FUTURE_MS = 120 * MetricStore.MINUTE_MS;

  /// CloudWatch's limits: 2 to the power of 360.
  private static final double LARGEST = Math.pow(2, 360);

  /// @param at how messages name it, for example `MetricData.member.1`
  static MetricDatum parse(Document datum, String at, long nowMs) {
    return new MetricDatum(
        datum.text("MetricName"),
        dimensions(datum.documents("Dimensions"), at),
        time(datum, at, nowMs),
        resolution(datum, at),
        datum.optionalText("Unit").orElse("None"),
        addition(datum, at));
  }

  static Map<String, String> dimensions(List<Document> pairs, String at) {
    Map<String, String> dimensions = new HashMap<>();
    for (Document pair : pairs) {
      if (dimensions.put(pair.text("Name"), pair.text("Value")) != null) {
        throw CloudWatchErrors.combination(
            "The parameter " + at + ".Dimensions names " + pair.text("Name") + " more than once.");
      }
    }
    return Map.copyOf(dimensions);
  }

  private static long time(Document datum, String at, long nowMs) {
    long time = datum.optional("Timestamp", Instant.class).map(Instant::toEpochMilli).orElse(nowMs);
    if (time < nowMs - PAST_MS || time > nowMs + FUTURE_MS) {
      throw CloudWatchErrors.invalid(
          "The parameter %s.Timestamp must specify a time within the past two weeks and the next two hours; you specified %s."
              .formatted(at, Instant.ofEpochMilli(time)));
    }
    return time;
  }

  private static long resolution(Document datum, String at) {
    long seconds = datum.optionalNumber("StorageResolution").orElse(60L);
    if (seconds != 1 && seconds != 60) {
      throw CloudWatchErrors.invalid(
          "The value %d for parameter %s.StorageResolution is invalid.".formatted(seconds, at));
    }
    return seconds * 1_000;
  }

  private static MetricStore.Addition addition(Document datum, String at) {
    Optional<Double> value = datum.optional("Value", Double.class);
    Optional<Document> set = datum.optionalDocument("StatisticValues");
    boolean several = datum.has("Values");
    exclusive(at, "Value", value.isPresent(), "Values", several);
    exclusive(at, "Value", value.isPresent(), "StatisticValues", set.isPresent());
    exclusive(at, "Values", several, "StatisticValues", set.isPresent());
    if (value.isPresent()) {
      double one = checked(value.get(), at + ".Value");
      return values -> values.add(one, 1);
    }
    if (several) {
      return distribution(datum, at);
    }
    return set.map(each -> set(each, at + ".StatisticValues"))
        .orElseThrow(() ->
            CloudWatchErrors.missing(
                "The parameter " + at + ".Value, .Values or .StatisticValues is required."));
  }

  private static void exclusive(String at, String one, boolean has, String other, boolean hasToo) {
    if (has && hasToo) {
      throw CloudWatchErrors.combination(
          "The parameters %s.%s and %s.%s are mutually exclusive and you have specified both."
              .formatted(at, one, at, other));
    }
  }

  private static double checked(double value, String at) {
    if (Double.isNaN(value) || Math.abs(value) > LARGEST) {
      throw CloudWatchErrors.invalid(
          "The value " + value + " for parameter " + at + " is invalid.");
    }
    return value;
  }

  private static MetricStore.Addition distribution(Document datum, String at) {
    double[] values = numbers(datum, "Values", at);
    double[] counts = numbers(datum, "Counts", at);
    if (values.length > MOST_VALUES) {
      throw CloudWatchErrors.invalid(
          "The collection %s.Values must not have a size greater than %d."
              .formatted(at, MOST_VALUES));
    }
    if (datum.has("Counts") && counts.length != values.length) {
      throw CloudWatchErrors.invalid(
          "The parameters %s.Values and %s.Counts must be of the same size.".formatted(at, at));
    }
    return to -> {
      for (int i = 0; i < values.length; i++) {
        double times = counts.length == 0 ? 1 : counts[i];
        if (times > 0) {
          to.add(values[i], times);
        }
      }
    };
  }

  private static double[] numbers(Document datum, String name, String at) {
    List<?> list = datum.optional(name, List.class).orElse(List.of());
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = checked((Double) list.get(i), "%s.%s.member.%d".formatted(at, name, i + 1));
    }
    return numbers;
  }

  private static MetricStore.Addition set(Document set, String at) {
    double count = number(set, "SampleCount", at);
    double sum = number(set, "Sum", at);
    double least = number(set, "Minimum", at);
    double most = number(set, "Maximum", at);
    if (count <= 0 || least > most) {
      throw CloudWatchErrors.invalid(
          "The value of %s is invalid: SampleCount %s, Minimum %s, Maximum %s."
              .formatted(at, count, least, most));
    }
    return values -> values.addSet(count, sum, least, most);
  }

  private static double number(Document set, String name, String at) {
    return checked(set.optional(name, Double.class).orElseThrow(), at + "." + name);
  }
}
