package dev.thaw.cloud.cloudformation.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A template that is well formed and whose references all lead somewhere.
///
/// @param rules assertions over parameters
public record Template(
    Optional<String> version,
    Optional<String> description,
    Optional<Object> metadata,
    List<String> transforms,
    Map<String, ParameterDeclaration> parameters,
    Map<String, Object> mappings,
    Map<String, Object> conditions,
    Map<String, Object> rules,
    Map<String, ResourceDeclaration> resources,
    Map<String, OutputDeclaration> outputs) {

  /// Bytes of a template that travels within a request.
  public static final int MAX_INLINE = 51_200;

  /// Bytes of a template that is fetched.
  public static final int MAX_FETCHED = 1_048_576;

  private static final int MAX_RESOURCES = 500;
  private static final int MAX_PARAMETERS = 200;
  private static final int MAX_OUTPUTS = 200;
  private static final int MAX_MAPPINGS = 200;
  private static final int MAX_DESCRIPTION = 1024;

  private static final Set<String> SECTIONS =
      Set.of(
          "AWSTemplateFormatVersion",
          "Description",
          "Metadata",
          "Transform",
          "Parameters",
          "Mappings",
          "Conditions",
          "Rules",
          "Resources",
          "Outputs");

  /// @throws TemplateException in CloudFormation's words
  public static Template parse(String body) {
    Map<String, Object> text = TemplateText.read(body);
    List<String> unknown = text.keySet().stream().filter(name -> !SECTIONS.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new TemplateException("Invalid template property or properties " + unknown);
    }
    Template template =
        new Template(
            text(text, "AWSTemplateFormatVersion"),
            text(text, "Description"),
            Optional.ofNullable(text.get("Metadata")),
            transforms(text.get("Transform")),
            parameters(section(text, "Parameters", MAX_PARAMETERS)),
            section(text, "Mappings", MAX_MAPPINGS),
            section(text, "Conditions", MAX_RESOURCES),
            section(text, "Rules", MAX_RESOURCES),
            resources(section(text, "Resources", MAX_RESOURCES)),
            outputs(section(text, "Outputs", MAX_OUTPUTS)));
    template.checkHead();
    References.check(template);
    Dependencies.of(template, Set.copyOf(template.resources.keySet())).order();
    return template;
  }

  private void checkHead() {
    if (version.isPresent() && !version.get().equals("2010-09-09")) {
      throw TemplateException.format(
          "Unrecognized AWSTemplateFormatVersion: " + version.get() + " (expected: 2010-09-09)");
    }
    if (description.isPresent() && description.get().length() > MAX_DESCRIPTION) {
      throw TemplateException.format(
          "'Description' length is greater than " + MAX_DESCRIPTION + ".");
    }
    if (resources.isEmpty()) {
      throw TemplateException.format("At least one Resources member must be defined.");
    }
  }

  private static Optional<String> text(Map<String, Object> text, String name) {
    return Optional.ofNullable(text.get(name))
        .map(value -> {
          if (value instanceof Map || value instanceof List) {
            throw TemplateException.format("any " + name + " member must be a string.");
          }
          return value.toString();
        });
  }

  private static List<String> transforms(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case String name -> List.of(name);
      case List<?> list -> list.stream().map(Template::transform).toList();
      default -> List.of(transform(value));
    };
  }

  private static String transform(Object value) {
    return value instanceof Map<?, ?> map ? String.valueOf(map.get("Name")) : value.toString();
  }

  private static Map<String, Object> section(Map<String, Object> text, String name, int most) {
    Object value = text.get(name);
    if (value == null) {
      return Map.of();
    }
    Map<String, Object> section = Values.object(value, "[/" + name + "]");
    if (section.size() > most) {
      throw TemplateException.format(
          "Number of %s, %d, is greater than maximum allowed, %d"
              .formatted(name.toLowerCase(Locale.ROOT), section.size(), most));
    }
    return section;
  }

  private static Map<String, ParameterDeclaration> parameters(Map<String, Object> section) {
    Map<String, ParameterDeclaration> all = new LinkedHashMap<>();
    section.forEach((name, value) -> {
      checkName("Parameter", name);
      all.put(
          name,
          ParameterDeclaration.parse(name, Values.object(value, "[/Parameters/" + name + "]")));
    });
    return all;
  }

  private static Map<String, ResourceDeclaration> resources(Map<String, Object> section) {
    Map<String, ResourceDeclaration> all = new LinkedHashMap<>();
    section.forEach((name, value) -> {
      checkName("Resource", name);
      all.put(
          name, ResourceDeclaration.parse(name, Values.object(value, "[/Resources/" + name + "]")));
    });
    return all;
  }

  private static Map<String, OutputDeclaration> outputs(Map<String, Object> section) {
    Map<String, OutputDeclaration> all = new LinkedHashMap<>();
    section.forEach((name, value) -> {
      checkName("Output", name);
      all.put(name, OutputDeclaration.parse(name, Values.object(value, "[/Outputs/" + name + "]")));
    });
    return all;
  }

  private static void checkName(String kind, String name) {
    boolean plain =
        !name.isEmpty()
            && name.length() <= 255
            && name.chars()
                .allMatch(c ->
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    if (!plain) {
      throw TemplateException.format("%s name %s is non alphanumeric.".formatted(kind, name));
    }
  }
}
