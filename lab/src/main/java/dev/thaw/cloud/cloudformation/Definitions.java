package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.ParameterDeclaration;
import dev.thaw.cloud.cloudformation.template.Rules;
import dev.thaw.cloud.cloudformation.template.Template;
import dev.thaw.cloud.cloudformation.template.TemplateException;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.ServiceClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads from requests what a stack should be, and refuses what cannot be.
final class Definitions {

  private static final int MAX_TAGS = 50;

  private final TemplateSource source;
  private final ServiceClient client;

  Definitions(ServiceClient client) {
    this.source = new TemplateSource(client);
    this.client = client;
  }

  TemplateSource source() {
    return source;
  }

  /// @throws dev.thaw.cloud.protocol.ApiException instead of a [TemplateException]
  static Template parsed(String body) {
    try {
      return Template.parse(body);
    } catch (TemplateException e) {
      throw StackErrors.invalid(String.valueOf(e.getMessage()));
    }
  }

  /// @param before of the stack that is updated
  Definition read(Document input, Scope scope, Optional<Definition> before) {
    requireOffered(input);
    String body =
        source
            .body(input, scope)
            .or(() ->
                input.flag("UsePreviousTemplate") ? before.map(Definition::body) : Optional.empty())
            .orElseThrow(() ->
                StackErrors.invalid("Either Template URL or Template Body must be specified."));
    Template template = parsed(body);
    if (!template.transforms().isEmpty()) {
      throw StackErrors.invalid(
          "thaw does not emulate the transforms "
              + template.transforms()
              + " (expected: a template without Transform)");
    }
    if (body.contains("{{resolve:")) {
      throw StackErrors.invalid(
          "thaw does not emulate dynamic references (expected: a template without {{resolve:...}})");
    }
    List<String> capabilities = input.texts("Capabilities");
    Capabilities.of(template).require(capabilities);
    Map<String, String> parameters = parameters(input, template, before);
    Map<String, String> resolved = resolved(template, parameters, scope);
    checkRules(template, parameters, resolved);
    return new Definition(
        body,
        parameters,
        resolved,
        tags(input, before),
        capabilities,
        input.has("NotificationARNs")
            ? input.texts("NotificationARNs")
            : before.map(Definition::notificationArns).orElse(List.of()),
        input.optionalText("RoleARN").or(() -> before.flatMap(Definition::roleArn)));
  }

  private static void checkRules(
      Template template, Map<String, String> parameters, Map<String, String> resolved) {
    Map<String, Object> values = new LinkedHashMap<>();
    parameters.forEach((name, given) -> {
      ParameterDeclaration declared = template.parameters().get(name);
      if (declared != null) {
        values.put(name, declared.value(resolved.getOrDefault(name, given)));
      }
    });
    try {
      Rules.check(template.rules(), values);
    } catch (TemplateException e) {
      throw StackErrors.invalid(String.valueOf(e.getMessage()));
    }
  }

  /// What would silently mean nothing.
  private static void requireOffered(Document input) {
    List<String> refused =
        List.of(
            "StackPolicyBody",
            "StackPolicyURL",
            "StackPolicyDuringUpdateBody",
            "StackPolicyDuringUpdateURL",
            "ResourcesToImport",
            "ResourceTypes");
    boolean triggers =
        input
            .optionalDocument("RollbackConfiguration")
            .map(rollback -> !rollback.documents("RollbackTriggers").isEmpty())
            .orElse(false);
    if (triggers) {
      throw new ApiException(
          501, "NotImplemented", "thaw does not emulate RollbackTriggers of CloudFormation");
    }
    for (String member : refused) {
      if (input.has(member)) {
        throw new ApiException(
            501, "NotImplemented", "thaw does not emulate " + member + " of CloudFormation");
      }
    }
  }

  private static Map<String, String> tags(Document input, Optional<Definition> before) {
    if (!input.has("Tags")) {
      return before.map(Definition::tags).orElse(Map.of());
    }
    Map<String, String> tags = new TreeMap<>();
    for (Document tag : input.documents("Tags")) {
      if (tag.text("Key").startsWith("aws:")) {
        throw StackErrors.invalid(
            "aws: prefixed tag key names are not allowed for external use. ("
                + tag.text("Key")
                + ")");
      }
      tags.put(tag.text("Key"), tag.text("Value"));
    }
    if (tags.size() > MAX_TAGS) {
      throw StackErrors.invalid("Tags: " + tags.size() + " (expected: at most " + MAX_TAGS + ")");
    }
    return tags;
  }

  private static Map<String, String> parameters(
      Document input, Template template, Optional<Definition> before) {
    Map<String, String> given = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    Map<String, String> previous = before.map(Definition::parameters).orElse(Map.of());
    for (Document parameter : input.documents("Parameters")) {
      String key = parameter.optionalText("ParameterKey").orElse("");
      if (!template.parameters().containsKey(key)) {
        unknown.add(key);
      }
      if (parameter.flag("UsePreviousValue")) {
        if (!previous.containsKey(key)) {
          throw StackErrors.invalid(
              "Invalid input for parameter key "
                  + key
                  + ". Cannot specify usePreviousValue as true for a parameter key not in the previous template");
        }
        given.put(key, previous.get(key));
      } else {
        parameter.optionalText("ParameterValue").ifPresent(value -> given.put(key, value));
      }
    }
    if (!unknown.isEmpty()) {
      throw StackErrors.invalid("Parameters: " + unknown + " do not exist in the template");
    }
    return complete(template, given);
  }

  private static Map<String, String> complete(Template template, Map<String, String> given) {
    Map<String, String> all = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (ParameterDeclaration declared : template.parameters().values()) {
      String name = declared.name();
      Optional<String> value = Optional.ofNullable(given.get(name)).or(declared::defaultValue);
      value.ifPresentOrElse(text -> all.put(name, text), () -> missing.add(name));
      if (value.isPresent() && declared.stored().isEmpty()) {
        check(declared, value.get());
      }
    }
    if (!missing.isEmpty()) {
      throw StackErrors.invalid("Parameters: " + missing + " must have values");
    }
    return all;
  }

  private static void check(ParameterDeclaration declared, String value) {
    try {
      declared.check(value);
    } catch (TemplateException e) {
      throw StackErrors.invalid(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, String> resolved(
      Template template, Map<String, String> parameters, Scope scope) {
    Map<String, String> resolved = new LinkedHashMap<>();
    template
        .parameters()
        .values()
        .forEach(declared -> {
          if (declared.stored().isPresent()) {
            Map<String, Object> name = Map.of("Name", parameters.getOrDefault(declared.name(), ""));
            Document found = client.call(scope, "ssm", "GetParameter", name);
            resolved.put(declared.name(), found.document("Parameter").text("Value"));
          }
        });
    return resolved;
  }
}
