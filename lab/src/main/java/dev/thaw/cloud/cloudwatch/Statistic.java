package dev.thaw.cloud.cloudwatch;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What can be told of a distribution.
sealed interface Statistic {

  /// Empty if the distribution does not know it.
  OptionalDouble of(Distribution values);

  enum Simple implements Statistic {
    SAMPLE_COUNT("SampleCount"),
    AVERAGE("Average"),
    SUM("Sum"),
    MINIMUM("Minimum"),
    MAXIMUM("Maximum");

    final String wireName;

    Simple(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public OptionalDouble of(Distribution values) {
      return OptionalDouble.of(
          switch (this) {
            case SAMPLE_COUNT -> values.count();
            case AVERAGE -> values.sum() / values.count();
            case SUM -> values.sum();
            case MINIMUM -> values.minimum();
            case MAXIMUM -> values.maximum();
          });
    }
  }

  /// `p99.9`: the smallest value that so many are not above.
  record Percentile(double percent) implements Statistic {
    @Override
    public OptionalDouble of(Distribution values) {
      if (!values.valuesKnown()) {
        return OptionalDouble.empty();
      }
      double rank = values.count() * percent / 100;
      double seen = 0;
      for (Map.Entry<Double, Double> entry : values.values().entrySet()) {
        seen += entry.getValue();
        if (seen >= rank) {
          return OptionalDouble.of(entry.getKey());
        }
      }
      return OptionalDouble.empty();
    }
  }

  /// `tm99`, `ts99`, `tc99`: of the values that are not above that percentile.
  record Trimmed(Kind kind, double percent) implements Statistic {

    enum Kind {
      MEAN,
      SUM,
      COUNT
    }

    @Override
    public OptionalDouble of(Distribution values) {
      if (!values.valuesKnown()) {
        return OptionalDouble.empty();
      }
      double left = values.count() * percent / 100;
      double count = 0;
      double sum = 0;
      for (Map.Entry<Double, Double> entry : values.values().entrySet()) {
        double taken = Math.min(left - count, entry.getValue());
        if (taken <= 0) {
          break;
        }
        count += taken;
        sum += taken * entry.getKey();
      }
      return OptionalDouble.of(
          switch (kind) {
            case MEAN -> count == 0 ? 0 : sum / count;
            case SUM -> sum;
            case COUNT -> count;
          });
    }
  }

  Pattern EXTENDED = Pattern.compile("(p|tm|ts|tc)(\\d{1,2}(?:\\.\\d{1,10})?|100)");

  /// @throws dev.thaw.cloud.protocol.ApiException if there is none of that name
  static Statistic parse(String name) {
    for (Simple simple : Simple.values()) {
      if (simple.wireName.equals(name)) {
        return simple;
      }
    }
    Matcher parts = EXTENDED.matcher(name);
    if (!parts.matches()) {
      if (name.matches("(?i)(tm|ts|tc|wm|pr)\\(.*\\)|wm.*|iqm")) {
        throw CloudWatchErrors.notEmulated("the statistic " + name);
      }
      throw CloudWatchErrors.invalid(
          "The value " + name + " for parameter ExtendedStatistics is not supported.");
    }
    double percent = Double.parseDouble(parts.group(2));
    return switch (parts.group(1)) {
      case "p" -> new Percentile(percent);
      case "tm" -> new Trimmed(Trimmed.Kind.MEAN, percent);
      case "ts" -> new Trimmed(Trimmed.Kind.SUM, percent);
      default -> new Trimmed(Trimmed.Kind.COUNT, percent);
    };
  }
}
