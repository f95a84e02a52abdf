package dev.thaw.report;

import dev.thaw.measure.result.MeasureResult;
import dev.thaw.measure.result.Variant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A condition such as `cold.p50 > 300ms`, under which a measurement counts as failed. It is judged
/// by the interval and not by the point: only an interval that lies wholly on the failing side
/// fails.
///
/// @param figure what is compared
/// @param limit in milliseconds, or in bytes
public record FailIf(String text, Figure figure, Comparison comparison, double limit) {

  private static final int MAX_LENGTH = 200;

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([a-z][a-z0-9_.-]*)\\s*(>=|<=|>|<)\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([a-zA-Z]*)\\s*");

  /// How the figure is compared with the limit.
  public enum Comparison {
    ABOVE(">"),
    AT_LEAST(">="),
    BELOW("<"),
    AT_MOST("<=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    boolean holds(double figure, double limit) {
      return switch (this) {
        case ABOVE -> figure > limit;
        case AT_LEAST -> figure >= limit;
        case BELOW -> figure < limit;
        case AT_MOST -> figure <= limit;
      };
    }
  }

  /// What became of it, the better first.
  public enum Outcome {
    PASS,
    /// The limit lies within the interval, or there is none: more samples would decide.
    UNDECIDED,
    FAIL
  }

  /// @param detail the condition and the figure, for people
  public record Verdict(Outcome outcome, String detail) {}

  /// @throws IllegalArgumentException that says what is wrong, and in which column
  public static FailIf parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "--fail-if: " + text.length() + " characters (expected: <= " + MAX_LENGTH + ")");
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw wrong(text, firstFlaw(text), "", "FIGURE > NUMBER[UNIT], for example cold.p50 > 300ms");
    }
    Figure figure =
        Figure.parse(form.group(1))
            .orElseThrow(
                () -> wrong(text, form.start(1), "figure " + form.group(1), Figure.EXPECTED));
    Map<String, Double> units = figure.dimension().units();
    String unit = form.group(4).isEmpty() ? figure.unit() : form.group(4).toLowerCase(Locale.ROOT);
    Double factor = units.get(unit);
    if (factor == null) {
      throw wrong(
          text,
          form.start(4),
          "unit " + form.group(4),
          String.join(", ", new TreeSet<>(units.keySet())));
    }
    Comparison comparison =
        Arrays.stream(Comparison.values())
            .filter(c -> c.sign.equals(form.group(2)))
            .findFirst()
            .orElseThrow();
    return new FailIf(text.strip(), figure, comparison, Double.parseDouble(form.group(3)) * factor);
  }

  /// Judges every memory size; the worst outcome counts.
  public Verdict judge(MeasureResult result) {
    Verdict worst = judge(result.variants().getFirst());
    for (Variant variant : result.variants()) {
      Verdict verdict = judge(variant);
      if (verdict.outcome().compareTo(worst.outcome()) > 0) {
        worst = verdict;
      }
    }
    return worst;
  }

  private Verdict judge(Variant variant) {
    String where = text + " at " + variant.memoryMb() + " MB: ";
    return switch (figure.of(variant)) {
      case Figure.Reading.Unknown(String why) ->
          new Verdict(Outcome.UNDECIDED, where + "undecided, " + why);
      case Figure.Reading.Exact(double value) -> {
        boolean holds = comparison.holds(value, limit);
        yield new Verdict(
            holds ? Outcome.FAIL : Outcome.PASS,
            where + (holds ? "yes" : "no") + ", it is " + figure.show(value));
      }
      case Figure.Reading.Estimated(double value, double low, double high) -> {
        boolean lowHolds = comparison.holds(low, limit);
        boolean highHolds = comparison.holds(high, limit);
        Outcome outcome =
            lowHolds && highHolds
                ? Outcome.FAIL
                : lowHolds || highHolds ? Outcome.UNDECIDED : Outcome.PASS;
        String word =
            switch (outcome) {
              case FAIL -> "yes";
              case UNDECIDED -> "undecided";
              case PASS -> "no";
            };
        yield new Verdict(
            outcome,
            "%s%s, it is %s (95 %% interval: %s to %s)"
                .formatted(where, word, figure.show(value), figure.show(low), figure.show(high)));
      }
    };
  }

  private static IllegalArgumentException wrong(
      String text, int index, String what, String expected) {
    return new IllegalArgumentException(
        "--fail-if '"
            + text.replaceAll("\\p{C}", "?")
            + "', column "
            + (index + 1)
            + (what.isEmpty() ? "" : ": " + what)
            + " (expected: "
            + expected
            + ")");
  }

  /// The first index at which no continuation of the form is possible.
  @SuppressWarnings(
      "JdkObsolete") // whether more text could still match is what it is asked for here
  private static int firstFlaw(String text) {
    for (int end = 1; end <= text.length(); end++) {
      Matcher part = FORM.matcher(text.substring(0, end));
      if (!part.matches() && !part.hitEnd()) {
        return end - 1;
      }
    }
    return text.length();
  }
}
