package dev.thaw.cloud.cloudwatch;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Values and how often each was seen: exact while they are few, then to a thousandth.
///
/// Statistic sets tell no values; with one of them among the data there are no percentiles.
final class Distribution {

  private static final int MOST_VALUES = 1_000;

  /// Of a double's 52 bits behind the point, those that go: what stays is exact to 0.1 %.
  private static final long COARSE = -1L << 42;

  private double count;
  private double sum;
  private double minimum = Double.POSITIVE_INFINITY;
  private double maximum = Double.NEGATIVE_INFINITY;
  private boolean valuesKnown = true;
  private boolean coarse;
  private NavigableMap<Double, Double> values = new TreeMap<>();

  void add(double value, double times) {
    set(times, value * times, value, value);
    values.merge(coarse ? coarsened(value) : value, times, Double::sum);
    if (!coarse && values.size() > MOST_VALUES) {
      coarsen();
    }
  }

  /// Adds what is known only in sum.
  void addSet(double times, double total, double least, double most) {
    if (times == 1 || least == most) {
      add(least, times);
      return;
    }
    set(times, total, least, most);
    valuesKnown = false;
    values.clear();
  }

  private void set(double times, double total, double least, double most) {
    count += times;
    sum += total;
    minimum = Math.min(minimum, least);
    maximum = Math.max(maximum, most);
  }

  void add(Distribution other) {
    set(other.count, other.sum, other.minimum, other.maximum);
    valuesKnown &= other.valuesKnown;
    if (other.coarse && !coarse) {
      coarsen();
    }
    other.values.forEach(
        (value, times) -> values.merge(coarse ? coarsened(value) : value, times, Double::sum));
    if (!coarse && values.size() > MOST_VALUES) {
      coarsen();
    }
  }

  private void coarsen() {
    coarse = true;
    NavigableMap<Double, Double> fewer = new TreeMap<>();
    values.forEach((value, times) -> fewer.merge(coarsened(value), times, Double::sum));
    values = fewer;
  }

  private static double coarsened(double value) {
    return Double.longBitsToDouble(Double.doubleToLongBits(value) & COARSE);
  }

  double count() {
    return count;
  }

  double sum() {
    return sum;
  }

  double minimum() {
    return minimum;
  }

  double maximum() {
    return maximum;
  }

  boolean valuesKnown() {
    return valuesKnown;
  }

  /// From the smallest on, with how often each was seen.
  NavigableMap<Double, Double> values() {
    return values;
  }

  byte[] write() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", count);
    json.put("sum", sum);
    json.put("minimum", minimum);
    json.put("maximum", maximum);
    json.put("valuesKnown", valuesKnown);
    json.put("coarse", coarse);
    List<Object> pairs = new ArrayList<>();
    values.forEach((value, times) -> pairs.add(List.of(value, times)));
    json.put("values", pairs);
    return Json.write(json);
  }

  static Distribution read(byte[] bytes) {
    Document json = new Document(Json.readObject(bytes));
    Distribution read = new Distribution();
    read.set(
        number(json, "count"),
        number(json, "sum"),
        number(json, "minimum"),
        number(json, "maximum"));
    read.valuesKnown = json.flag("valuesKnown");
    read.coarse = json.flag("coarse");
    for (Object pair : json.optional("values", List.class).orElse(List.of())) {
      List<?> parts = (List<?>) pair;
      read.values.put(((Number) parts.get(0)).doubleValue(), ((Number) parts.get(1)).doubleValue());
    }
    return read;
  }

  private static double number(Document json, String name) {
    return json.optional(name, Number.class).orElseThrow().doubleValue();
  }
}
