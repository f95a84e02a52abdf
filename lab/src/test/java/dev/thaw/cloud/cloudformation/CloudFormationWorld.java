package dev.thaw.cloud.cloudformation;

import dev.thaw.cloud.cloudformation.resource.ResourceTypes;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/// CloudFormation called in process, over things that the tests bring.
final class CloudFormationWorld implements AutoCloseable {

  static final Models MODELS = Models.bundled();
  static final Scope SCOPE =
      new Scope("eu-west-1", "000000000000", "000000000000", Optional.empty());

  final ThingType things;
  final List<Service> services = new ArrayList<>();
  private final Store store;
  private final CloudFormationService cloudFormation;
  private final ServiceClient client;

  CloudFormationWorld(Path folder) {
    this(folder, new ThingType());
  }

  private CloudFormationWorld(Path folder, ThingType things) {
    this(folder, things, new ResourceTypes(List.of(things)));
  }

  /// With the types that thaw knows.
  static CloudFormationWorld real(Path folder) {
    return new CloudFormationWorld(folder, new ThingType(), ResourceTypes.all());
  }

  private CloudFormationWorld(Path folder, ThingType things, ResourceTypes types) {
    this.things = things;
    store = Store.open(folder);
    client = new ServiceClient(() -> services, Clock.system());
    cloudFormation = new CloudFormationService(MODELS, store, client, Clock.system(), types);
    services.add(cloudFormation.service());
  }

  ServiceClient client() {
    return client;
  }

  void start() {
    cloudFormation.start();
  }

  Document call(String operation, Map<String, Object> input) {
    return client.call(SCOPE, "cloudformation", operation, input);
  }

  void create(String name, String template, Map<String, Object> more) {
    call("CreateStack", with(name, template, more));
  }

  void update(String name, String template, Map<String, Object> more) {
    call("UpdateStack", with(name, template, more));
  }

  private static Map<String, Object> with(String name, String template, Map<String, Object> more) {
    Map<String, Object> input = new HashMap<>(more);
    input.put("StackName", name);
    input.put("TemplateBody", template);
    return input;
  }

  Document stack(String name) {
    return call("DescribeStacks", Map.of("StackName", name)).documents("Stacks").getFirst();
  }

  String settled(String name) {
    Awaitility.await().until(() -> !stack(name).text("StackStatus").endsWith("_IN_PROGRESS"));
    return stack(name).text("StackStatus");
  }

  /// The oldest first, as `logical STATUS`.
  List<String> events(String name) {
    List<String> events = new ArrayList<>();
    call("DescribeStackEvents", Map.of("StackName", name))
        .documents("StackEvents")
        .reversed()
        .forEach(event ->
            events.add(event.text("LogicalResourceId") + " " + event.text("ResourceStatus")));
    return events;
  }

  String reason(String name, String logicalId, String status) {
    return call("DescribeStackEvents", Map.of("StackName", name)).documents("StackEvents").stream()
        .filter(event ->
            event.text("LogicalResourceId").equals(logicalId)
                && event.text("ResourceStatus").equals(status))
        .findFirst()
        .orElseThrow()
        .text("ResourceStatusReason");
  }

  @Override
  public void close() {
    cloudFormation.close();
    store.close();
  }
}
