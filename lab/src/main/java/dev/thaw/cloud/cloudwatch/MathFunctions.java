package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.cloudwatch.MathValue.Many;
import dev.thaw.cloud.cloudwatch.MathValue.Scalar;
import dev.thaw.cloud.cloudwatch.MathValue.Series;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// The functions of metric math that thaw knows; all others are refused by name.
final class MathFunctions {

  private MathFunctions() {}

  static MathValue call(String name, List<MathValue> arguments, Periods periods) {
    return switch (name) {
      case "SUM" -> fold(name, arguments, MathFunctions::sum);
      case "AVG" -> fold(name, arguments, numbers -> sum(numbers) / numbers.size());
      case "MIN" -> fold(name, arguments, numbers -> extreme(numbers, -1));
      case "MAX" -> fold(name, arguments, numbers -> extreme(numbers, 1));
      case "ABS" -> MathValue.each(only(name, arguments), Math::abs);
      case "CEIL" -> MathValue.each(only(name, arguments), Math::ceil);
      case "FLOOR" -> MathValue.each(only(name, arguments), Math::floor);
      case "FILL" -> fill(arguments, periods);
      default -> throw CloudWatchErrors.notEmulated("the metric math function " + name);
    };
  }

  private static double sum(Collection<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double extreme(Collection<Double> numbers, int sign) {
    return sign * numbers.stream().mapToDouble(n -> sign * n).max().orElse(0);
  }

  /// Of one series a number; of several a series.
  private static MathValue fold(
      String name, List<MathValue> arguments, ToDoubleFunction<Collection<Double>> operation) {
    return switch (only(name, arguments)) {
      case Scalar scalar -> scalar;
      case Series(NavigableMap<Long, Double> points) ->
          new Scalar(points.isEmpty() ? 0 : operation.applyAsDouble(points.values()));
      case Many(List<Series> all) -> {
        NavigableMap<Long, List<Double>> together = new TreeMap<>();
        all.forEach(series ->
            series
                .points()
                .forEach((time, number) ->
                    together.computeIfAbsent(time, any -> new ArrayList<>()).add(number)));
        NavigableMap<Long, Double> points = new TreeMap<>();
        together.forEach((time, numbers) -> points.put(time, operation.applyAsDouble(numbers)));
        yield new Series(points);
      }
    };
  }

  private static MathValue only(String name, List<MathValue> arguments) {
    if (arguments.size() != 1) {
      throw CloudWatchErrors.validation(
          "Error in expression: %s has %d arguments (expected: 1)"
              .formatted(name, arguments.size()));
    }
    return arguments.getFirst();
  }

  private static MathValue fill(List<MathValue> arguments, Periods periods) {
    if (arguments.size() != 2 || !(arguments.get(1) instanceof Scalar(double number))) {
      throw CloudWatchErrors.notEmulated("FILL with anything but a number");
    }
    return switch (arguments.getFirst()) {
      case Scalar scalar -> scalar;
      case Series series -> fill(series, number, periods);
      case Many(List<Series> all) ->
          new Many(all.stream().map(series -> fill(series, number, periods)).toList());
    };
  }

  private static Series fill(Series series, double number, Periods periods) {
    NavigableMap<Long, Double> points = new TreeMap<>(series.points());
    for (long time = periods.fromMs(); time < periods.toMs(); time += periods.periodMs()) {
      points.putIfAbsent(time, number);
    }
    return new Series(points);
  }
}
