package dev.thaw.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Document;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackTest {

  private static final String TWO =
      """
      Parameters:
        Size: {Type: String, Default: small}
      Resources:
        Second: {Type: 'Test::Thing::Thing', Properties: {Of: !GetAtt First.Arn}}
        First: {Type: 'Test::Thing::Thing', Properties: {Size: !Ref Size}}
      Outputs:
        Arn: {Value: !GetAtt First.Arn, Description: of the first}
      """;

  private CloudFormationWorld world;

  @BeforeEach
  void open(@TempDir Path folder) {
    world = new CloudFormationWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Map<String, Object> size(String size) {
    return Map.of("Parameters", List.of(Map.of("ParameterKey", "Size", "ParameterValue", size)));
  }

  @Test
  void makesResourcesInTheOrderOfTheirNeed() {
    world.create("s", TWO, Map.of());
    assertThat(world.settled("s")).isEqualTo("CREATE_COMPLETE");
    assertThat(world.events("s"))
        .containsExactly(
            "s CREATE_IN_PROGRESS",
            "First CREATE_IN_PROGRESS",
            "First CREATE_IN_PROGRESS",
            "First CREATE_COMPLETE",
            "Second CREATE_IN_PROGRESS",
            "Second CREATE_IN_PROGRESS",
            "Second CREATE_COMPLETE",
            "s CREATE_COMPLETE");
    Document output = world.stack("s").documents("Outputs").getFirst();
    assertThat(output.text("OutputValue")).startsWith("arn:s-First-");
    assertThat(output.text("Description")).isEqualTo("of the first");
    assertThat(world.things.things).hasSize(2);
    assertThat(
            world
                .call(
                    "DescribeStackResource", Map.of("StackName", "s", "LogicalResourceId", "First"))
                .document("StackResourceDetail")
                .text("PhysicalResourceId"))
        .matches("s-First-[0-9A-Z]{12}");
  }

  @Test
  void rollsBackWhatCannotBeMade() {
    world.create("s", TWO.replace("!GetAtt First.Arn}}", "1, Size: bad}}"), Map.of());
    assertThat(world.settled("s")).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(world.things.things).isEmpty();
    assertThat(world.events("s")).endsWith("s ROLLBACK_COMPLETE").contains("Second CREATE_FAILED");
    assertThat(world.reason("s", "s", "ROLLBACK_IN_PROGRESS"))
        .isEqualTo(
            "The following resource(s) failed to create: [Second]. Rollback requested by user.");
    assertThatThrownBy(() -> world.update("s", TWO, Map.of()))
        .hasMessageContaining("is in ROLLBACK_COMPLETE state and can not be updated.");
  }

  @Test
  void leavesOrDeletesAFailedStackIfTold() {
    String bad = "Resources: {A: {Type: 'Test::Thing::Thing', Properties: {Size: bad}}}";
    world.create("left", bad, Map.of("OnFailure", "DO_NOTHING"));
    assertThat(world.settled("left")).isEqualTo("CREATE_FAILED");
    String arn =
        world
            .call(
                "CreateStack",
                Map.of("StackName", "gone", "TemplateBody", bad, "OnFailure", "DELETE"))
            .text("StackId");
    assertThat(world.settled(arn)).isEqualTo("DELETE_COMPLETE");
    assertThatThrownBy(() -> world.stack("gone"))
        .hasMessageContaining("Stack with id gone does not exist");
  }

  @Test
  void failsAnUnknownTypeByItsName() {
    world.create(
        "s",
        """
        Conditions: {Never: !Equals [a, b]}
        Resources:
          A: {Type: 'Test::Thing::Thing'}
          B: {Type: 'AWS::No::Such'}
          C: {Type: 'AWS::Not::Asked', Condition: Never}
        """,
        Map.of());
    assertThat(world.settled("s")).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(world.reason("s", "B", "CREATE_FAILED"))
        .contains("thaw does not emulate the resource type AWS::No::Such");
    assertThat(world.things.log).isEmpty();
  }

  @Test
  void changesOnlyWhatDiffers() {
    world.create("s", TWO, Map.of());
    world.settled("s");
    assertThatThrownBy(() -> world.update("s", TWO, Map.of()))
        .hasMessageContaining("No updates are to be performed.");
    world.update("s", TWO, size("big"));
    assertThat(world.settled("s")).isEqualTo("UPDATE_COMPLETE");
    assertThat(world.events("s").subList(8, 13))
        .containsExactly(
            "s UPDATE_IN_PROGRESS",
            "First UPDATE_IN_PROGRESS",
            "First UPDATE_COMPLETE",
            "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "s UPDATE_COMPLETE");
    assertThat(world.things.log).containsExactly("create First", "create Second", "update First");
  }

  @Test
  void replacesAndDeletesTheOldOneLast() {
    world.create("s", TWO, Map.of());
    world.settled("s");
    world.update("s", TWO.replace("{Size: !Ref Size}", "{Fixed: 1}"), Map.of());
    assertThat(world.settled("s")).isEqualTo("UPDATE_COMPLETE");
    assertThat(world.things.log)
        .containsExactly(
            "create First", "create Second", "create First", "update Second", "delete First");
    assertThat(world.things.things).hasSize(2);
    assertThat(world.events("s"))
        .endsWith(
            "s UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
            "First DELETE_IN_PROGRESS",
            "First DELETE_COMPLETE",
            "s UPDATE_COMPLETE");
  }

  @Test
  void putsOldValuesBackWhenAnUpdateFails() {
    world.create("s", TWO, Map.of());
    world.settled("s");
    Map<String, Map<String, Object>> before = Map.copyOf(world.things.things);
    world.update(
        "s",
        TWO.replace("!GetAtt First.Arn}}", "2, Size: bad}}")
            .replace("Outputs:", "  Third: {Type: 'Test::Thing::Thing'}\nOutputs:")
            .replace("{Size: !Ref Size}", "{Size: new}"),
        Map.of());
    assertThat(world.settled("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(world.things.things).isEqualTo(before);
    assertThat(world.reason("s", "s", "UPDATE_ROLLBACK_IN_PROGRESS"))
        .isEqualTo("The following resource(s) failed to update: [Second]. ");
    assertThat(world.call("GetTemplate", Map.of("StackName", "s")).text("TemplateBody"))
        .isEqualTo(TWO);
    assertThatThrownBy(() -> world.update("s", TWO, Map.of()))
        .hasMessageContaining("No updates are to be performed.");
  }

  @Test
  void putsAReplacedResourceBack() {
    world.create("s", TWO, Map.of());
    world.settled("s");
    Map<String, Map<String, Object>> before = Map.copyOf(world.things.things);
    world.update(
        "s",
        TWO.replace("{Size: !Ref Size}", "{Fixed: 1}")
            .replace("{Of: !GetAtt First.Arn}", "{Of: !GetAtt First.Arn, Size: bad}"),
        Map.of());
    assertThat(world.settled("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(world.things.things).isEqualTo(before);
  }

  @Test
  void deletesInReverseAndHonoursPolicies() {
    String arn =
        world
            .call(
                "CreateStack",
                Map.of(
                    "StackName",
                    "s",
                    "TemplateBody",
                    TWO.replace("First: {", "First: {DeletionPolicy: Retain, ")))
            .text("StackId");
    world.settled("s");
    world.call("DeleteStack", Map.of("StackName", "s"));
    assertThat(world.settled(arn)).isEqualTo("DELETE_COMPLETE");
    assertThat(world.events(arn))
        .endsWith(
            "s DELETE_IN_PROGRESS",
            "Second DELETE_IN_PROGRESS",
            "Second DELETE_COMPLETE",
            "First DELETE_SKIPPED",
            "s DELETE_COMPLETE");
    assertThat(world.things.things).hasSize(1);
    world.call("DeleteStack", Map.of("StackName", "s"));
    world.create("s", TWO, Map.of());
    assertThat(world.settled("s")).isEqualTo("CREATE_COMPLETE");
  }

  @Test
  void saysWhatCannotBeDeletedAndRetainsItIfTold() {
    world.create(
        "s", "Resources: {A: {Type: 'Test::Thing::Thing', Properties: {Stuck: 1}}}", Map.of());
    world.settled("s");
    world.call("DeleteStack", Map.of("StackName", "s"));
    assertThat(world.settled("s")).isEqualTo("DELETE_FAILED");
    assertThat(world.reason("s", "A", "DELETE_FAILED")).isEqualTo("stuck");
    String arn = world.stack("s").text("StackId");
    world.call("DeleteStack", Map.of("StackName", "s", "RetainResources", List.of("A")));
    assertThat(world.settled(arn)).isEqualTo("DELETE_COMPLETE");
  }

  @Test
  void refusesASecondOperationOnABusyStack() {
    world.create(
        "s", "Resources: {A: {Type: 'Test::Thing::Thing', Properties: {Waits: 1}}}", Map.of());
    assertThatThrownBy(() -> world.update("s", TWO, Map.of()))
        .hasMessageContaining("is in CREATE_IN_PROGRESS state and can not be updated.");
    assertThatThrownBy(() -> world.create("s", TWO, Map.of()))
        .hasMessage("AlreadyExistsException: Stack [s] already exists");
    assertThatThrownBy(() -> world.call("DeleteStack", Map.of("StackName", "s")))
        .hasMessageContaining("cannot be deleted while in status CREATE_IN_PROGRESS");
    world.things.latch.countDown();
    assertThat(world.settled("s")).isEqualTo("CREATE_COMPLETE");
  }

  @Test
  void protectsFromDeletion() {
    world.create("s", TWO, Map.of("EnableTerminationProtection", true));
    world.settled("s");
    assertThatThrownBy(() -> world.call("DeleteStack", Map.of("StackName", "s")))
        .hasMessageContaining("Stack [s] cannot be deleted while TerminationProtection is enabled");
    world.call(
        "UpdateTerminationProtection",
        Map.of("StackName", "s", "EnableTerminationProtection", false));
    String arn = world.stack("s").text("StackId");
    world.call("DeleteStack", Map.of("StackName", "s"));
    assertThat(world.settled(arn)).isEqualTo("DELETE_COMPLETE");
  }

  @Test
  void passesValuesBetweenStacks() {
    world.create("g", TWO.replace("Arn: {Value", "Arn: {Export: {Name: shared}, Value"), Map.of());
    world.settled("g");
    String taker =
        "Resources: {A: {Type: 'Test::Thing::Thing', Properties: {Of: !ImportValue shared}}}";
    world.create("taker", taker, Map.of());
    assertThat(world.settled("taker")).isEqualTo("CREATE_COMPLETE");
    assertThat(world.call("ListImports", Map.of("ExportName", "shared")).texts("Imports"))
        .containsExactly("taker");
    assertThatThrownBy(() -> world.call("DeleteStack", Map.of("StackName", "g")))
        .hasMessageContaining("Export shared cannot be deleted as it is in use by taker");
    world.create("lost", taker.replace("shared", "nothing"), Map.of());
    assertThat(world.settled("lost")).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(world.reason("lost", "A", "CREATE_FAILED"))
        .isEqualTo("No export named nothing found");
  }

  @Test
  void asksForCapabilitiesAndParameters() {
    String role = "Resources: {A: {Type: 'AWS::IAM::Role', Properties: {RoleName: r}}}";
    assertThatThrownBy(() -> world.create("s", role, Map.of()))
        .hasMessage(
            "InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]");
    assertThatThrownBy(() -> world.create("s", TWO.replace(", Default: small", ""), Map.of()))
        .hasMessageContaining("Parameters: [Size] must have values");
    assertThatThrownBy(() -> world.create("s", TWO.replace("Size: {", "Other: {"), size("small")))
        .hasMessageContaining("Unresolved resource dependencies [Size]");
    assertThatThrownBy(() -> world.create("s", "x".repeat(51_201), Map.of()))
        .hasMessageContaining("Member must have length less than or equal to 51200");
  }

  @Test
  void hidesWhatMustNotBeEchoed() {
    world.create("s", TWO.replace("Default: small", "NoEcho: true"), size("secret"));
    world.settled("s");
    assertThat(world.stack("s").documents("Parameters").getFirst().text("ParameterValue"))
        .isEqualTo("****");
    assertThat(world.call("DescribeStackEvents", Map.of("StackName", "s")).toString())
        .doesNotContain("secret");
  }

  @Test
  void checksRules() {
    String template =
        TWO
            + """
            Rules:
              Known:
                Assertions:
                  - Assert: {'Fn::Not': [{'Fn::Contains': [[a, b], {Ref: Size}]}]}
                    AssertDescription: neither a nor b
            """;
    assertThatThrownBy(() -> world.create("s", template, size("a")))
        .hasMessageContaining("Known: neither a nor b");
    world.create("s", template, size("c"));
    assertThat(world.settled("s")).isEqualTo("CREATE_COMPLETE");
  }

  @Test
  void triesFailedResourcesAgain() {
    world.create(
        "s", TWO.replace("!GetAtt First.Arn}}", "1, Size: bad}}"), Map.of("DisableRollback", true));
    assertThat(world.settled("s")).isEqualTo("CREATE_FAILED");
    world.update("s", TWO, Map.of());
    assertThat(world.settled("s")).isEqualTo("UPDATE_COMPLETE");
    assertThat(world.things.things).hasSize(2);
  }

  @Test
  void continuesARollbackThatFailed() {
    world.create("s", TWO, Map.of());
    world.settled("s");
    Map<String, Map<String, Object>> before = Map.copyOf(world.things.things);
    world.things.refuses = true;
    world.update("s", TWO, size("big"));
    assertThat(world.settled("s")).isEqualTo("UPDATE_ROLLBACK_FAILED");
    world.things.refuses = false;
    world.call("ContinueUpdateRollback", Map.of("StackName", "s"));
    assertThat(world.settled("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(world.things.things).isEqualTo(before);
    assertThatThrownBy(() -> world.call("ContinueUpdateRollback", Map.of("StackName", "s")))
        .hasMessageContaining("can not continue its rollback");
  }
}
