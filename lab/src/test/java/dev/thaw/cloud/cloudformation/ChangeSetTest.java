package dev.thaw.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Document;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeSetTest {

  private static final String TWO =
      """
      Resources:
        A: {Type: 'Test::Thing::Thing', Properties: {Size: 1}}
        B: {Type: 'Test::Thing::Thing', Properties: {Of: !GetAtt A.Arn}}
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

  private Document make(String name, String type, String template) {
    return world.call(
        "CreateChangeSet",
        Map.of(
            "StackName", "s",
            "ChangeSetName", name,
            "ChangeSetType", type,
            "TemplateBody", template));
  }

  private Document described(String name) {
    return world.call("DescribeChangeSet", Map.of("StackName", "s", "ChangeSetName", name));
  }

  private void execute(String name) {
    world.call("ExecuteChangeSet", Map.of("StackName", "s", "ChangeSetName", name));
  }

  @Test
  void makesAStackByReview() {
    Document made = make("first", "CREATE", TWO);
    assertThat(made.text("Id"))
        .startsWith("arn:aws:cloudformation:eu-west-1:000000000000:changeSet/first/");
    assertThat(world.stack("s").text("StackStatus")).isEqualTo("REVIEW_IN_PROGRESS");
    assertThat(described("first").text("Status")).isEqualTo("CREATE_COMPLETE");
    assertThat(described("first").text("ExecutionStatus")).isEqualTo("AVAILABLE");
    assertThat(described("first").documents("Changes"))
        .extracting(change -> change.document("ResourceChange").text("Action"))
        .containsExactly("Add", "Add");
    assertThat(
            world
                .call("ListStackResources", Map.of("StackName", "s"))
                .documents("StackResourceSummaries"))
        .isEmpty();
    make("other", "CREATE", TWO);
    execute("first");
    assertThat(world.settled("s")).isEqualTo("CREATE_COMPLETE");
    assertThat(world.events("s"))
        .startsWith("s REVIEW_IN_PROGRESS", "s CREATE_IN_PROGRESS", "A CREATE_IN_PROGRESS");
    assertThat(world.call("ListChangeSets", Map.of("StackName", "s")).documents("Summaries"))
        .extracting(set -> set.text("ExecutionStatus"))
        .containsExactly("EXECUTE_COMPLETE");
    assertThatThrownBy(() -> execute("first")).hasMessageContaining("cannot be executed");
    assertThatThrownBy(() -> make("again", "CREATE", TWO))
        .hasMessageContaining("already exists and cannot be created again with the changeSet");
  }

  @Test
  void saysWhatAnUpdateWouldDo() {
    world.create("s", TWO, Map.of());
    world.settled("s");
    make("same", "UPDATE", TWO);
    assertThat(described("same").text("Status")).isEqualTo("FAILED");
    assertThat(described("same").text("StatusReason"))
        .isEqualTo(
            "The submitted information didn't contain changes. Submit different information to"
                + " create a change set.");
    assertThatThrownBy(() -> execute("same"))
        .hasMessageContaining("cannot be executed in its current status of [FAILED]");
    make("new", "UPDATE", TWO.replace("{Size: 1}", "{Fixed: 2}"));
    List<Document> changes =
        described("new").documents("Changes").stream()
            .map(change -> change.document("ResourceChange"))
            .toList();
    assertThat(changes)
        .extracting(change -> change.text("LogicalResourceId") + change.text("Replacement"))
        .containsExactly("ATrue", "BFalse");
    assertThat(changes.getFirst().documents("Details").getFirst().document("Target").text("Name"))
        .isEqualTo("Fixed");
    execute("new");
    assertThat(world.settled("s")).isEqualTo("UPDATE_COMPLETE");
  }

  @Test
  void failsOfWhatCannotBe() {
    make("unknown", "CREATE", "Resources: {A: {Type: 'AWS::No::Such'}}");
    assertThat(described("unknown").text("Status")).isEqualTo("FAILED");
    assertThat(described("unknown").text("StatusReason")).contains("AWS::No::Such");
    world.call("DeleteChangeSet", Map.of("StackName", "s", "ChangeSetName", "unknown"));
    world.call("DeleteChangeSet", Map.of("StackName", "s", "ChangeSetName", "unknown"));
    assertThatThrownBy(() -> described("unknown"))
        .hasMessage("ChangeSetNotFoundException: ChangeSet [unknown] does not exist");
    String arn = world.stack("s").text("StackId");
    world.call("DeleteStack", Map.of("StackName", "s"));
    assertThat(world.settled(arn)).isEqualTo("DELETE_COMPLETE");
    Map<String, Object> update = new HashMap<>(Map.of("StackName", "s", "ChangeSetName", "c"));
    update.put("TemplateBody", TWO);
    assertThatThrownBy(() -> world.call("CreateChangeSet", update))
        .hasMessageContaining("Stack [s] does not exist");
  }

  @Test
  void summarisesTemplates() {
    String template =
        """
        Description: d
        Parameters: {P: {Type: String, Default: x, AllowedValues: [x, y]}}
        Resources: {R: {Type: 'AWS::IAM::Role'}}
        """;
    Document summary = world.call("GetTemplateSummary", Map.of("TemplateBody", template));
    assertThat(summary.texts("Capabilities")).containsExactly("CAPABILITY_IAM");
    assertThat(summary.texts("ResourceTypes")).containsExactly("AWS::IAM::Role");
    assertThat(summary.documents("Parameters").getFirst().text("DefaultValue")).isEqualTo("x");
    assertThat(world.call("ValidateTemplate", Map.of("TemplateBody", template)).text("Description"))
        .isEqualTo("d");
    assertThatThrownBy(() -> world.call("ValidateTemplate", Map.of("TemplateBody", "Resources: [")))
        .hasMessageContaining("ValidationError: Template format error: YAML not well-formed.");
  }
}
