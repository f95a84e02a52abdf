package dev.thaw.cloud.logs.pattern;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Numbers as patterns and messages write them; neither `NaN` nor `1f` is one.
final class Decimal {

  private static final int LONGEST = 64;
  private static final Pattern FORM =
      Pattern.compile("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][+-]?\\d++)?");

  private Decimal() {}

  static @Nullable Double parse(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches() ? Double.valueOf(text) : null;
  }
}
