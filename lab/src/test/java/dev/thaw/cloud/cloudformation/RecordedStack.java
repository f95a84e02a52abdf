package dev.thaw.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A stack `s` of real types over services that only note what they are asked for; every call is
/// checked by the model of the service that it goes to.
abstract class RecordedStack {

  static final Map<String, Object> NAMED = Map.of("Capabilities", List.of("CAPABILITY_NAMED_IAM"));

  final RecordedCloud cloud = new RecordedCloud();
  CloudFormationWorld world;

  @BeforeEach
  void open(@TempDir Path folder) {
    world = CloudFormationWorld.real(folder);
    List.of("iam", "s3", "apigateway", "logs", "events")
        .forEach(name -> world.services.add(cloud.service(name)));
  }

  @AfterEach
  void close() {
    world.close();
  }

  void created(String template) {
    world.create("s", template, NAMED);
    assertThat(world.settled("s"))
        .as(() -> world.call("DescribeStackEvents", Map.of("StackName", "s")).toString())
        .isEqualTo("CREATE_COMPLETE");
  }

  void updated(String template) {
    world.update("s", template, NAMED);
    assertThat(world.settled("s"))
        .as(() -> world.call("DescribeStackEvents", Map.of("StackName", "s")).toString())
        .isEqualTo("UPDATE_COMPLETE");
  }

  void deleted() {
    String arn = world.stack("s").text("StackId");
    world.call("DeleteStack", Map.of("StackName", "s"));
    assertThat(world.settled(arn)).isEqualTo("DELETE_COMPLETE");
  }
}
