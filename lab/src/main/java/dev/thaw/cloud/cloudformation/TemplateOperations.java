package dev.thaw.cloud.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.cloudformation.template.Template;
import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.Service.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Shows and checks templates, and what stacks export to each other.
final class TemplateOperations {

  private final StackStore stacks;
  private final TemplateSource source;
  private final Exports exports;

  TemplateOperations(StackStore stacks, TemplateSource source, Exports exports) {
    this.stacks = stacks;
    this.source = source;
    this.exports = exports;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "GetTemplate", this::get,
        "GetTemplateSummary", this::summary,
        "ValidateTemplate", this::validate,
        "ListExports", this::exports,
        "ListImports", this::imports);
  }

  private Answer get(Call call) {
    Optional<String> changeSet = call.input().optionalText("ChangeSetName");
    String stack = call.input().optionalText("StackName").orElse("");
    String body =
        changeSet.isPresent()
            ? ChangeSets.require(stacks, call.scope(), changeSet.get(), stack).definition().body()
            : required(call.scope(), stack).definition().body();
    return Answer.of(
        Map.of("TemplateBody", body, "StagesAvailable", List.of("Original", "Processed")));
  }

  private Stack required(Scope scope, String name) {
    return stacks.find(scope, name).orElseThrow(() -> StackErrors.missing(name));
  }

  private Answer summary(Call call) {
    Template template =
        Definitions.parsed(
            source
                .body(call.input(), call.scope())
                .or(() ->
                    call.input()
                        .optionalText("StackName")
                        .map(name -> required(call.scope(), name).definition().body()))
                .orElseThrow(() ->
                    StackErrors.invalid(
                        "One of TemplateBody, TemplateURL or StackName must be specified.")));
    Map<String, Object> output = described(template);
    output.put("Parameters", Parameters.declared(template, true));
    output.put(
        "ResourceTypes",
        template.resources().values().stream()
            .map(resource -> resource.type())
            .distinct()
            .toList());
    template.version().ifPresent(version -> output.put("Version", version));
    template
        .metadata()
        .ifPresent(value -> output.put("Metadata", new String(Json.write(value), UTF_8)));
    return Answer.of(output);
  }

  private static Map<String, Object> described(Template template) {
    Map<String, Object> output = new LinkedHashMap<>();
    template.description().ifPresent(text -> output.put("Description", text));
    Capabilities capabilities = Capabilities.of(template);
    capabilities.needed().ifPresent(name -> output.put("Capabilities", List.of(name)));
    capabilities.reason().ifPresent(reason -> output.put("CapabilitiesReason", reason));
    output.put("DeclaredTransforms", template.transforms());
    return output;
  }

  private Answer validate(Call call) {
    Template template =
        Definitions.parsed(
            source
                .body(call.input(), call.scope())
                .orElseThrow(() ->
                    StackErrors.invalid(
                        "Either Template URL or Template Body must be specified.")));
    Map<String, Object> output = described(template);
    output.put("Parameters", Parameters.declared(template, false));
    return Answer.of(output);
  }

  private Answer exports(Call call) {
    List<Map<String, Object>> all =
        exports.all(call.scope()).stream()
            .map(export ->
                Map.<String, Object>of(
                    "ExportingStackId", export.stack().arn(),
                    "Name", export.name(),
                    "Value", export.output().value()))
            .toList();
    return Answer.of(Page.of("Exports", all, call.input()));
  }

  private Answer imports(Call call) {
    String name = call.input().text("ExportName");
    List<String> importers = exports.importers(call.scope(), name);
    if (importers.isEmpty()) {
      throw StackErrors.invalid("Export '" + name + "' is not imported by any stack.");
    }
    return Answer.of(Map.of("Imports", importers));
  }
}
