package dev.thaw.report;

import dev.thaw.measure.result.ColdStarts;
import dev.thaw.measure.result.Distribution;
import dev.thaw.measure.result.Estimate;
import dev.thaw.measure.result.PhaseCost;
import dev.thaw.measure.result.Variant;
import dev.thaw.measure.result.WarmCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One figure of a measurement, named by its path in the JSON without the unit: `cold.p50`,
/// `cold.phases.function-init.p90`, `memory.max_used`.
public sealed interface Figure {

  /// What errors name.
  String EXPECTED =
      "one of cold.p50, cold.phases.NAME.p50, cold.init_duration.p50, warm.p50, warm.phases.NAME.p50,"
          + " warm.first_call.p50, each also with p90 or p99; memory.max_used, package.bytes";

  /// The figure of that path; empty if there is none.
  static Optional<Figure> parse(String path) {
    if (path.equals("memory.max_used")) {
      return Optional.of(new MaxMemory());
    }
    if (path.equals("package.bytes")) {
      return Optional.of(new PackageBytes());
    }
    Matcher matcher = Quantile.PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean cold = matcher.group(1).equals("cold");
    String part = matcher.group(2) == null ? "" : matcher.group(2);
    if (part.equals("init_duration") ? !cold : part.equals("first_call") && cold) {
      return Optional.empty();
    }
    return Optional.of(
        new Quantile(cold, part, matcher.group(3), Integer.parseInt(matcher.group(4))));
  }

  Reading of(Variant variant);

  Dimension dimension();

  /// The unit of a limit that names none.
  String unit();

  /// @param value in milliseconds or bytes
  default String show(double value) {
    return switch (dimension()) {
      case TIME -> MeasureTable.number(value) + " ms";
      case SIZE -> MeasureTable.bytes(Math.round(value));
    };
  }

  /// What its values are.
  enum Dimension {
    TIME,
    SIZE;

    /// Factors to milliseconds or bytes.
    Map<String, Double> units() {
      return switch (this) {
        case TIME -> Map.of("us", 0.001, "ms", 1.0, "s", 1_000.0);
        case SIZE -> Map.of("b", 1.0, "kb", 1_024.0, "mb", 1_048_576.0);
      };
    }
  }

  /// A figure's value in one variant.
  sealed interface Reading {
    /// Counted, not estimated.
    record Exact(double value) implements Reading {}

    /// Estimated from samples, with its 95 % interval.
    record Estimated(double value, double low, double high) implements Reading {}

    record Unknown(String why) implements Reading {}
  }

  /// @param part `init_duration`, `first_call`, `phases.NAME`, or empty for the whole
  /// @param phase the name in `phases.NAME`
  /// @param percent 50, 90 or 99
  record Quantile(boolean cold, String part, @Nullable String phase, int percent)
      implements Figure {

    private static final Pattern PATH =
        Pattern.compile(
            "(cold|warm)(?:\\.(init_duration|first_call|phases\\.([a-z][a-z0-9-]*)))?\\.p(50|90|99)");

    @Override
    public Reading of(Variant variant) {
      Optional<Distribution> distribution = distribution(variant);
      if (distribution.isEmpty()) {
        return new Reading.Unknown(
            phase == null
                ? "no " + part + " was reported"
                : "there is no phase " + phase + " (there are: " + names(variant) + ")");
      }
      Optional<Estimate> estimate =
          switch (percent) {
            case 50 -> distribution.get().p50();
            case 90 -> distribution.get().p90();
            default -> distribution.get().p99();
          };
      return estimate
          .flatMap(e -> e.ci95().map(ci -> reading(e.value(), ci.low(), ci.high())))
          .orElseGet(() ->
              new Reading.Unknown(
                  distribution.get().samples().size() + " samples are too few for p" + percent));
    }

    private static Reading reading(double value, double low, double high) {
      return new Reading.Estimated(value, low, high);
    }

    private Optional<Distribution> distribution(Variant variant) {
      ColdStarts colds = variant.cold();
      WarmCalls warm = variant.warm();
      return switch (part) {
        case "" -> Optional.of(cold ? colds.latency() : warm.latency());
        case "init_duration" -> colds.initDuration();
        case "first_call" -> Optional.of(warm.first());
        default ->
            phases(variant).stream()
                .filter(p -> p.name().equals(phase))
                .findFirst()
                .map(PhaseCost::durations);
      };
    }

    private List<PhaseCost> phases(Variant variant) {
      return cold ? variant.cold().phases() : variant.warm().phases();
    }

    private String names(Variant variant) {
      List<String> names = new ArrayList<>();
      phases(variant).forEach(p -> names.add(p.name()));
      return names.isEmpty() ? "none" : String.join(", ", names);
    }

    @Override
    public Dimension dimension() {
      return Dimension.TIME;
    }

    @Override
    public String unit() {
      return "ms";
    }
  }

  /// The largest Max Memory Used, in bytes.
  record MaxMemory() implements Figure {

    @Override
    public Reading of(Variant variant) {
      return variant.memory().maxUsedMb().isPresent()
          ? new Reading.Exact(variant.memory().maxUsedMb().getAsInt() * 1_048_576.0)
          : new Reading.Unknown("the memory used could not be read");
    }

    @Override
    public Dimension dimension() {
      return Dimension.SIZE;
    }

    @Override
    public String unit() {
      return "mb";
    }
  }

  /// The size of the zip.
  record PackageBytes() implements Figure {

    @Override
    public Reading of(Variant variant) {
      return new Reading.Exact((double) variant.packaged().bytes());
    }

    @Override
    public Dimension dimension() {
      return Dimension.SIZE;
    }

    @Override
    public String unit() {
      return "b";
    }
  }
}
