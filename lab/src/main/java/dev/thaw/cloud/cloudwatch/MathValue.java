package dev.thaw.cloud.cloudwatch;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/// What an expression of metric math stands for.
sealed interface MathValue {

  record Scalar(double number) implements MathValue {}

  /// @param points by the beginning of their periods
  record Series(NavigableMap<Long, Double> points) implements MathValue {}

  record Many(List<Series> series) implements MathValue {}

  /// Applies an operation to every number.
  static MathValue each(MathValue value, DoubleUnaryOperator operation) {
    return switch (value) {
      case Scalar(double number) -> new Scalar(operation.applyAsDouble(number));
      case Series series -> each(series, operation);
      case Many(List<Series> all) ->
          new Many(all.stream().map(series -> each(series, operation)).toList());
    };
  }

  private static Series each(Series series, DoubleUnaryOperator operation) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    series.points().forEach((time, number) -> put(points, time, operation.applyAsDouble(number)));
    return new Series(points);
  }

  /// Applies an operation to two values: series are joined where both have a point.
  static MathValue join(MathValue left, MathValue right, DoubleBinaryOperator operation) {
    return switch (left) {
      case Scalar(double number) -> each(right, other -> operation.applyAsDouble(number, other));
      case Series series ->
          switch (right) {
            case Scalar(double number) ->
                each(series, value -> operation.applyAsDouble(value, number));
            case Series other -> join(series, other, operation);
            case Many(List<Series> all) ->
                new Many(all.stream().map(other -> join(series, other, operation)).toList());
          };
      case Many(List<Series> all) -> {
        if (right instanceof Many) {
          throw CloudWatchErrors.validation(
              "Error in expression: an operation on two arrays of time series is not supported");
        }
        yield new Many(
            all.stream().map(series -> (Series) join(series, right, operation)).toList());
      }
    };
  }

  private static Series join(Series left, Series right, DoubleBinaryOperator operation) {
    NavigableMap<Long, Double> points = new TreeMap<>();
    left.points()
        .forEach((time, number) -> {
          Double other = right.points().get(time);
          if (other != null) {
            put(points, time, operation.applyAsDouble(number, other));
          }
        });
    return new Series(points);
  }

  /// A division by zero has no point.
  private static void put(NavigableMap<Long, Double> points, long time, double number) {
    if (Double.isFinite(number)) {
      points.put(time, number);
    }
  }
}
