package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.template.ParameterDeclaration;
import dev.thaw.cloud.cloudformation.template.Template;
import dev.thaw.cloud.protocol.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a stack should be: an update brings another one, and a rollback the one before.
///
/// @param parameters as given, by name
/// @param resolved values of parameters that name a stored value
record Definition(
    String body,
    Map<String, String> parameters,
    Map<String, String> resolved,
    Map<String, String> tags,
    List<String> capabilities,
    List<String> notificationArns,
    Optional<String> roleArn) {

  Template template() {
    return Template.parse(body);
  }

  /// What `Ref` of each parameter gives.
  Map<String, Object> values(Template template) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (ParameterDeclaration declared : template.parameters().values()) {
      String given = resolved.getOrDefault(declared.name(), parameters.get(declared.name()));
      if (given != null) {
        values.put(declared.name(), declared.value(given));
      }
    }
    return values;
  }

  /// Looked for in the text: to read the template for each event would be too slow.
  boolean hasSecrets() {
    return body.contains("NoEcho");
  }

  Map<String, Object> written() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("body", body);
    document.put("parameters", parameters);
    document.put("resolved", resolved);
    document.put("tags", tags);
    document.put("capabilities", capabilities);
    document.put("notificationArns", notificationArns);
    roleArn.ifPresent(arn -> document.put("roleArn", arn));
    return document;
  }

  static Definition read(Document document) {
    return new Definition(
        document.text("body"),
        document.textMap("parameters"),
        document.textMap("resolved"),
        document.textMap("tags"),
        document.texts("capabilities"),
        document.texts("notificationArns"),
        document.optionalText("roleArn"));
  }
}
