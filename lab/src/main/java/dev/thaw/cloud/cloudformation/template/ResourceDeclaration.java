package dev.thaw.cloud.cloudformation.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A resource as the template declares it.
///
/// @param properties with their functions still in them
/// @param condition name of the condition under which it exists
public record ResourceDeclaration(
    String type,
    Map<String, Object> properties,
    Optional<String> condition,
    List<String> dependsOn,
    Deletion deletion,
    Deletion replacement,
    Optional<Object> metadata) {

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "Type",
          "Properties",
          "Condition",
          "DependsOn",
          "DeletionPolicy",
          "UpdateReplacePolicy",
          "Metadata",
          "Description",
          "CreationPolicy",
          "UpdatePolicy");

  /// What becomes of the physical resource once it leaves the stack.
  public enum Deletion {
    DELETE("Delete"),
    RETAIN("Retain"),
    RETAIN_EXCEPT_ON_CREATE("RetainExceptOnCreate");

    private final String text;

    Deletion(String text) {
      this.text = text;
    }

    public static Deletion parse(String name, String text) {
      for (Deletion policy : values()) {
        if (policy.text.equals(text)) {
          return policy;
        }
      }
      throw TemplateException.format(
          "Unrecognized %s %s (expected: Delete, Retain or RetainExceptOnCreate; thaw makes no snapshots)"
              .formatted(name, text));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  static ResourceDeclaration parse(String name, Map<String, Object> declared) {
    for (String attribute : declared.keySet()) {
      if (!ATTRIBUTES.contains(attribute)) {
        throw new TemplateException("Invalid template resource property '" + attribute + "'");
      }
    }
    for (String policy : List.of("CreationPolicy", "UpdatePolicy")) {
      if (declared.containsKey(policy)) {
        throw TemplateException.format(
            "thaw does not emulate the %s of resource %s".formatted(policy, name));
      }
    }
    if (!(declared.get("Type") instanceof String type)) {
      throw TemplateException.format(
          "[/Resources/" + name + "] Every Resources object must contain a Type member.");
    }
    String path = "[/Resources/" + name + "/Properties]";
    return new ResourceDeclaration(
        type,
        declared.containsKey("Properties")
            ? Values.object(declared.get("Properties"), path)
            : Map.of(),
        Optional.ofNullable(declared.get("Condition")).map(Object::toString),
        dependsOn(declared.get("DependsOn")),
        policy(declared, "DeletionPolicy"),
        policy(declared, "UpdateReplacePolicy"),
        Optional.ofNullable(declared.get("Metadata")));
  }

  private static List<String> dependsOn(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case String one -> List.of(one);
      case List<?> list when list.stream().allMatch(String.class::isInstance) ->
          list.stream().map(String.class::cast).toList();
      default -> throw TemplateException.format("DependsOn must be a string or list of strings.");
    };
  }

  private static Deletion policy(Map<String, Object> declared, String name) {
    return switch (declared.get(name)) {
      case null -> Deletion.DELETE;
      case String text -> Deletion.parse(name, text);
      case Object other -> Deletion.parse(name, other.toString());
    };
  }
}
