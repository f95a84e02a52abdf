package dev.thaw.cloud.cloudformation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.thaw.cloud.cloudformation.template.Template;
import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Call;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.cloud.protocol.Service.Handler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Shows stacks, their resources and their events.
final class StackQueries {

  private static final Map<String, Object> NOT_CHECKED = Map.of("StackDriftStatus", "NOT_CHECKED");

  private static final Map<String, Object> RESOURCE_NOT_CHECKED =
      Map.of("StackResourceDriftStatus", "NOT_CHECKED");

  private final StackStore stacks;

  StackQueries(StackStore stacks) {
    this.stacks = stacks;
  }

  Map<String, Handler> handlers() {
    return Map.of(
        "DescribeStacks", this::describe,
        "ListStacks", this::list,
        "DescribeStackEvents", this::events,
        "DescribeStackResource", this::resource,
        "DescribeStackResources", this::resources,
        "ListStackResources", this::summaries);
  }

  private Stack required(Call call, String name, Function<String, ApiException> missing) {
    return stacks.find(call.scope(), name).orElseThrow(() -> missing.apply(name));
  }

  private Answer describe(Call call) {
    Optional<String> name = call.input().optionalText("StackName");
    List<Stack> found =
        name.isPresent()
            ? List.of(required(call, name.get(), StackErrors::missing))
            : stacks.present(call.scope());
    return Answer.of(
        Page.of("Stacks", found.stream().map(StackQueries::shown).toList(), call.input()));
  }

  private static Map<String, Object> shown(Stack stack) {
    Map<String, Object> shown = head(stack);
    Definition definition = stack.definition();
    Optional<Template> template = template(stack);
    shown.put(
        "Parameters", template.map(read -> Parameters.shown(definition, read)).orElse(List.of()));
    shown.put("Capabilities", definition.capabilities());
    shown.put("NotificationARNs", definition.notificationArns());
    definition.roleArn().ifPresent(arn -> shown.put("RoleARN", arn));
    shown.put("Outputs", stack.holdings().outputs().stream().map(Output::shown).toList());
    shown.put("Tags", Parameters.tags(definition));
    shown.put("RollbackConfiguration", Map.of());
    shown.put("DisableRollback", stack.settings().onFailure() == Stack.OnFailure.DO_NOTHING);
    shown.put("EnableTerminationProtection", stack.settings().protection());
    stack.settings().timeoutMinutes().ifPresent(value -> shown.put("TimeoutInMinutes", value));
    stack.settings().changeSet().ifPresent(arn -> shown.put("ChangeSetId", arn));
    template.flatMap(Template::description).ifPresent(text -> shown.put("Description", text));
    return shown;
  }

  /// A stack under review has no template yet.
  private static Optional<Template> template(Stack stack) {
    return stack.definition().body().isEmpty()
        ? Optional.empty()
        : Optional.of(stack.definition().template());
  }

  private static Map<String, Object> head(Stack stack) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("StackId", stack.identity().arn());
    shown.put("StackName", stack.identity().name());
    shown.put("CreationTime", Instant.ofEpochMilli(stack.state().created()));
    if (stack.state().updated() > 0) {
      shown.put("LastUpdatedTime", Instant.ofEpochMilli(stack.state().updated()));
    }
    if (stack.state().deleted() > 0) {
      shown.put("DeletionTime", Instant.ofEpochMilli(stack.state().deleted()));
    }
    shown.put("StackStatus", stack.status().name());
    stack.state().reason().ifPresent(text -> shown.put("StackStatusReason", text));
    shown.put("DriftInformation", NOT_CHECKED);
    return shown;
  }

  private Answer list(Call call) {
    List<String> wanted = call.input().texts("StackStatusFilter");
    List<Map<String, Object>> found = new ArrayList<>();
    for (Stack stack : stacks.all(call.scope())) {
      if (wanted.isEmpty() || wanted.contains(stack.status().name())) {
        Map<String, Object> summary = head(stack);
        template(stack)
            .flatMap(Template::description)
            .ifPresent(text -> summary.put("TemplateDescription", text));
        found.add(summary);
      }
    }
    return Answer.of(Page.of("StackSummaries", found, call.input()));
  }

  private Answer events(Call call) {
    Stack stack = required(call, call.input().text("StackName"), StackErrors::missingBrief);
    List<Map<String, Object>> shown =
        stacks.events(stack.identity()).stream()
            .map(event -> event.shown(stack.identity()))
            .toList();
    return Answer.of(Page.of("StackEvents", shown, call.input()));
  }

  private Answer resource(Call call) {
    String name = call.input().text("StackName");
    String logicalId = call.input().text("LogicalResourceId");
    Stack stack =
        required(
            call, name, missing -> StackErrors.invalid("Stack '" + missing + "' does not exist"));
    StackResource resource = stack.resources().get(logicalId);
    if (resource == null) {
      throw StackErrors.invalid(
          "Resource " + logicalId + " does not exist for stack " + stack.identity().name());
    }
    Map<String, Object> shown = new LinkedHashMap<>(shown(resource, "LastUpdatedTimestamp"));
    shown.put("StackName", stack.identity().name());
    shown.put("StackId", stack.identity().arn());
    shown.put(
        "Metadata",
        resource.metadata().map(value -> new String(Json.write(value), UTF_8)).orElse("{}"));
    return Answer.of(Map.of("StackResourceDetail", shown));
  }

  private static Map<String, Object> shown(StackResource resource, String time) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("LogicalResourceId", resource.logicalId());
    if (!resource.physicalId().isEmpty()) {
      shown.put("PhysicalResourceId", resource.physicalId());
    }
    shown.put("ResourceType", resource.type());
    shown.put(time, Instant.ofEpochMilli(resource.updated()));
    shown.put("ResourceStatus", resource.status().name());
    resource.reason().ifPresent(text -> shown.put("ResourceStatusReason", text));
    shown.put("DriftInformation", RESOURCE_NOT_CHECKED);
    return shown;
  }

  private Answer resources(Call call) {
    Optional<String> name = call.input().optionalText("StackName");
    Optional<String> physicalId = call.input().optionalText("PhysicalResourceId");
    Optional<String> logicalId = call.input().optionalText("LogicalResourceId");
    if (name.isPresent() == physicalId.isPresent()) {
      throw StackErrors.invalid(
          name.isPresent()
              ? "Only one of StackName and PhysicalResourceId may be specified"
              : "One of StackName and PhysicalResourceId must be specified");
    }
    Stack stack =
        name.map(given -> required(call, given, StackErrors::missing))
            .orElseGet(() -> holder(call, physicalId.orElse("")));
    List<Map<String, Object>> found = new ArrayList<>();
    for (StackResource resource : stack.resources().values()) {
      if (logicalId.map(resource.logicalId()::equals).orElse(true)) {
        Map<String, Object> shown = shown(resource, "Timestamp");
        shown.put("StackName", stack.identity().name());
        shown.put("StackId", stack.identity().arn());
        found.add(shown);
      }
    }
    return Answer.of(Map.of("StackResources", found));
  }

  private Stack holder(Call call, String physicalId) {
    return stacks.present(call.scope()).stream()
        .filter(stack ->
            stack.resources().values().stream()
                .anyMatch(resource -> resource.physicalId().equals(physicalId)))
        .findFirst()
        .orElseThrow(() -> StackErrors.invalid("Stack for " + physicalId + " does not exist"));
  }

  private Answer summaries(Call call) {
    Stack stack = required(call, call.input().text("StackName"), StackErrors::missing);
    List<Map<String, Object>> found =
        stack.resources().values().stream()
            .map(resource -> shown(resource, "LastUpdatedTimestamp"))
            .toList();
    return Answer.of(Page.of("StackResourceSummaries", found, call.input()));
  }
}
