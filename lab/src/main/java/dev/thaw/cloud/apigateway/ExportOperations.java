package dev.thaw.cloud.apigateway;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.Blob;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Service.Handler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Definitions of what is deployed.
final class ExportOperations {

  private static final Set<String> EXTENSIONS =
      Set.of("integrations", "authorizers", "apigateway", "documentation");

  private final ApiStore apis;

  ExportOperations(ApiStore apis) {
    this.apis = apis;
  }

  Map<String, Handler> handlers() {
    return Map.of("GetExport", this::export);
  }

  private Answer export(Call call) {
    Document input = call.input();
    Api api = apis.require(call);
    String stage = input.text("stageName");
    String deployment = Tree.text(api.require(Section.STAGES, stage), "deploymentId");
    Api frozen =
        apis.frozen(api.id(), deployment)
            .orElseThrow(() -> Section.DEPLOYMENTS.missing(deployment));
    boolean yaml = yaml(input.optionalText("accepts").orElse("application/json"));
    Map<String, Object> document = document(input, stage, frozen);
    String type = yaml ? "application/yaml" : "application/json";
    String name = "%s_%s.%s".formatted(input.text("exportType"), api.id(), yaml ? "yaml" : "json");
    return Answer.of(
            Map.of(
                "contentDisposition",
                "attachment; filename=\"" + name + "\"",
                "body",
                Blob.of(yaml ? yaml(document) : Json.write(document))))
        .withHeader("Content-Type", type);
  }

  private static Map<String, Object> document(Document input, String stage, Api frozen) {
    String type = input.text("exportType");
    if (!type.equals("swagger") && !type.equals("oas30")) {
      throw GatewayErrors.badRequest(
          "No API exporter for type '%s' (expected: swagger or oas30)".formatted(type));
    }
    String wanted = input.textMap("parameters").getOrDefault("extensions", "");
    List<String> extensions =
        List.of(wanted.toLowerCase(Locale.ROOT).split(",")).stream()
            .map(String::trim)
            .filter(each -> !each.isEmpty())
            .toList();
    for (String extension : extensions) {
      if (extension.equals("postman")) {
        throw GatewayErrors.notEmulated("exports with the extension postman");
      }
      if (!EXTENSIONS.contains(extension)) {
        throw GatewayErrors.badRequest(
            "Invalid export extension: '%s' (expected: integrations, authorizers or apigateway)"
                .formatted(extension));
      }
    }
    boolean all = extensions.contains("apigateway");
    return new Export(
            frozen,
            stage,
            type.equals("swagger"),
            all || extensions.contains("integrations"),
            all || extensions.contains("authorizers"),
            all)
        .document();
  }

  private static boolean yaml(String accepts) {
    return switch (accepts) {
      case "application/yaml" -> true;
      case "application/json", "*/*", "" -> false;
      default ->
          throw GatewayErrors.badRequest(
              "Invalid Accept header '%s' (expected: application/json or application/yaml)"
                  .formatted(accepts));
    };
  }

  private static byte[] yaml(Map<String, Object> document) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setDereferenceAliases(true)
            .setExplicitStart(true)
            .build();
    return new Dump(settings).dumpToString(document).getBytes(StandardCharsets.UTF_8);
  }
}
