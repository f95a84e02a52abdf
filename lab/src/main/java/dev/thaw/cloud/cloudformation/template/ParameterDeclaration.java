package dev.thaw.cloud.cloudformation.template;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A parameter as the template declares it.
public record ParameterDeclaration(
    String name,
    String type,
    Optional<String> defaultValue,
    Optional<String> description,
    boolean noEcho,
    List<String> allowedValues,
    Optional<Pattern> allowedPattern,
    Optional<String> constraint,
    Map<String, Object> bounds) {

  private static final String SSM = "AWS::SSM::Parameter::Value<";
  private static final int MAX_VALUE = 4096;

  static ParameterDeclaration parse(String name, Map<String, Object> declared) {
    if (!(declared.get("Type") instanceof String type)) {
      throw TemplateException.format("Every Parameters object must contain a Type member.");
    }
    if (!known(type)) {
      throw TemplateException.format("Unrecognized parameter type: " + type);
    }
    ParameterDeclaration parameter =
        new ParameterDeclaration(
            name,
            type,
            text(declared, "Default"),
            text(declared, "Description"),
            text(declared, "NoEcho").filter("true"::equals).isPresent(),
            declared.get("AllowedValues") instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of(),
            text(declared, "AllowedPattern").map(pattern -> pattern(name, pattern)),
            text(declared, "ConstraintDescription"),
            declared);
    if (parameter.stored().isEmpty()) {
      parameter.defaultValue.ifPresent(parameter::check);
    }
    return parameter;
  }

  private static boolean known(String type) {
    return type.equals("String")
        || type.equals("Number")
        || type.equals("CommaDelimitedList")
        || type.equals("List<Number>")
        || type.equals("List<String>")
        || type.startsWith("AWS::")
        || type.startsWith("List<AWS::");
  }

  private static Optional<String> text(Map<String, Object> declared, String name) {
    return Optional.ofNullable(declared.get(name)).map(Object::toString);
  }

  private static Pattern pattern(String name, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw TemplateException.format(
          "AllowedPattern of parameter %s is not a pattern: %s".formatted(name, text));
    }
  }

  /// Whether the given value is the name of a stored one, and of which type that must be.
  public Optional<String> stored() {
    return type.startsWith(SSM)
        ? Optional.of(type.substring(SSM.length(), type.length() - 1))
        : Optional.empty();
  }

  private boolean isList() {
    String held = stored().orElse(type);
    return held.startsWith("List<") || held.equals("CommaDelimitedList");
  }

  /// What `Ref` gives: a text, or a list of texts.
  public Object value(String text) {
    if (!isList()) {
      return text;
    }
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  /// @throws TemplateException if the declaration does not allow it
  public void check(String text) {
    if (text.length() > MAX_VALUE) {
      throw refused("must contain at most " + MAX_VALUE + " characters");
    }
    for (String element : elements(text)) {
      checkElement(element);
    }
  }

  private List<String> elements(String text) {
    return value(text) instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of(text);
  }

  private void checkElement(String text) {
    if (!allowedValues.isEmpty() && !allowedValues.contains(text)) {
      throw constrained("must be one of AllowedValues");
    }
    if (allowedPattern.isPresent() && !matches(allowedPattern.get(), text)) {
      throw constrained("must match pattern " + allowedPattern.get());
    }
    if (type.equals("Number") || type.equals("List<Number>")) {
      checkNumber(text);
    } else {
      bound("MinLength", text.length(), -1, "must contain at least %s characters");
      bound("MaxLength", text.length(), 1, "must contain at most %s characters");
    }
  }

  private static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(text).matches();
    } catch (StackOverflowError e) {
      return false;
    }
  }

  private void checkNumber(String text) {
    double number;
    try {
      number = new BigDecimal(text.strip()).doubleValue();
    } catch (NumberFormatException _) {
      throw refused("must be a number");
    }
    bound("MinValue", number, -1, "must be a number not less than %s");
    bound("MaxValue", number, 1, "must be a number not greater than %s");
  }

  /// @param side of the bound on which the value is refused
  private void bound(String bound, double value, int side, String words) {
    Object limit = bounds.get(bound);
    if (limit == null) {
      return;
    }
    try {
      if (Integer.signum(Double.compare(value, Double.parseDouble(limit.toString()))) == side) {
        throw constrained(words.formatted(limit));
      }
    } catch (NumberFormatException _) {
      throw TemplateException.format(
          "%s of parameter %s must be a number, not %s".formatted(bound, name, limit));
    }
  }

  private TemplateException constrained(String words) {
    return refused(constraint.map(said -> "failed to satisfy constraint: " + said).orElse(words));
  }

  private TemplateException refused(String words) {
    return new TemplateException("Parameter '" + name + "' " + words);
  }
}
