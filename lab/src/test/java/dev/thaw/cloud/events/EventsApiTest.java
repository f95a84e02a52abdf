package dev.thaw.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Document;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsApiTest {

  private static final String PATTERN = "{\"source\":[\"my.app\"]}";

  @TempDir Path folder;
  private EventsWorld world;

  @BeforeEach
  void open() {
    world = new EventsWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void rule(String name) {
    world.call("PutRule", Map.of("Name", name, "EventPattern", PATTERN));
  }

  private void refused(String operation, Map<String, Object> input, String words) {
    assertThatThrownBy(() -> world.call(operation, input)).hasMessageContaining(words);
  }

  private static Map<String, Object> entry(Map<String, Object> more) {
    Map<String, Object> entry =
        new HashMap<>(Map.of("Source", "my.app", "DetailType", "Order", "Detail", "{\"n\": 1}"));
    entry.putAll(more);
    return entry;
  }

  private Document putEvents(Object... entries) {
    return world.call("PutEvents", Map.of("Entries", List.of(entries)));
  }

  @Test
  void keepsRulesOverARestart() {
    world.call(
        "PutRule",
        Map.of(
            "Name",
            "r",
            "ScheduleExpression",
            "rate(4 minutes)",
            "EventPattern",
            PATTERN,
            "Description",
            "d",
            "RoleArn",
            "arn:aws:iam::000000000000:role/x",
            "Tags",
            List.of(Map.of("Key", "k", "Value", "v"))));
    world.target(
        "r",
        Map.of(
            "InputTransformer",
            Map.of("InputPathsMap", Map.of("t", "$.time"), "InputTemplate", "{\"t\": <t>}")));
    Document before = world.call("DescribeRule", Map.of("Name", "r"));
    world.close();
    world = new EventsWorld(folder);
    assertThat(world.call("DescribeRule", Map.of("Name", "r"))).isEqualTo(before);
    assertThat(before.members())
        .containsEntry("Arn", "arn:aws:events:us-east-1:000000000000:rule/r")
        .containsEntry("State", "ENABLED")
        .containsEntry("ScheduleExpression", "rate(4 minutes)")
        .containsEntry("EventPattern", PATTERN)
        .containsEntry("EventBusName", "default");
    world.pass(Duration.ofMinutes(4));
    assertThat(world.payloads()).containsExactly(Map.of("t", "2026-01-01T00:04:07Z"));
    assertThat(
            world
                .call("ListTagsForResource", Map.of("ResourceARN", before.text("Arn")))
                .documents("Tags"))
        .containsExactly(new Document(Map.of("Key", "k", "Value", "v")));
  }

  @Test
  void doesNotDeleteARuleWithTargets() {
    rule("r");
    world.target("r", Map.of());
    refused("DeleteRule", Map.of("Name", "r"), "Rule can't be deleted since it has targets.");
    world.call("RemoveTargets", Map.of("Rule", "r", "Ids", List.of("1")));
    world.call("DeleteRule", Map.of("Name", "r"));
    world.call("DeleteRule", Map.of("Name", "r"));
    refused("DescribeRule", Map.of("Name", "r"), "Rule r does not exist on EventBus default.");
  }

  @Test
  void rejectsRulesThatAwsRejects() {
    refused("PutRule", Map.of("Name", "r"), "EventPattern or ScheduleExpression must be specified");
    refused(
        "PutRule",
        Map.of("Name", "r", "ScheduleExpression", "rate(1 minutes)"),
        "ValidationException: Parameter ScheduleExpression is not valid.");
    refused(
        "PutRule",
        Map.of("Name", "r", "EventPattern", "{\"a\": \"b\"}"),
        "InvalidEventPatternException: Event pattern is not valid. Reason: \"a\" must be an object");
    refused(
        "PutRule",
        Map.of("Name", "r", "EventPattern", PATTERN, "EventBusName", "none"),
        "Event bus none does not exist.");
    world.call("CreateEventBus", Map.of("Name", "mine"));
    refused(
        "PutRule",
        Map.of("Name", "r", "ScheduleExpression", "rate(1 day)", "EventBusName", "mine"),
        "ScheduleExpression is supported only on the default event bus.");
  }

  @Test
  void refusesOtherKindsOfTargetsByName() {
    rule("r");
    String queue = "arn:aws:sqs:us-east-1:000000000000:q";
    Document answer =
        world.call(
            "PutTargets",
            Map.of(
                "Rule",
                "r",
                "Targets",
                List.of(
                    Map.of("Id", "q", "Arn", queue),
                    Map.of(
                        "Id",
                        "d",
                        "Arn",
                        EventsWorld.FUNCTION,
                        "DeadLetterConfig",
                        Map.of("Arn", queue)),
                    Map.of("Id", "f", "Arn", EventsWorld.FUNCTION))));
    assertThat(answer.number("FailedEntryCount")).isEqualTo(2);
    assertThat(answer.documents("FailedEntries"))
        .extracting(failure -> failure.text("ErrorMessage"))
        .satisfiesExactly(
            words -> assertThat(words).contains(queue),
            words -> assertThat(words).contains("DeadLetterConfig"));
    assertThat(world.call("ListTargetsByRule", Map.of("Rule", "r")).documents("Targets"))
        .extracting(target -> target.text("Id"))
        .containsExactly("f");
  }

  @Test
  void rejectsTargetsThatAwsRejects() {
    rule("r");
    refusedTarget(Map.of("Input", "{}", "InputPath", "$.x"), "Only one of Input, InputPath");
    refusedTarget(Map.of("Input", "{"), "JSON syntax error in input for target 1");
    refusedTarget(Map.of("InputPath", "x"), "Invalid InputPath for target 1");
    refusedTarget(
        Map.of("InputTransformer", Map.of("InputTemplate", "{\"a\": <b>}")),
        "Invalid InputTemplate for target 1 : contains invalid placeholder b");
    refusedTarget(Map.of("Arn", "nonsense"), "Provided Arn is not in correct format");
    List<Object> six = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      six.add(Map.of("Id", "t" + i, "Arn", EventsWorld.FUNCTION));
    }
    refused("PutTargets", Map.of("Rule", "r", "Targets", six), "LimitExceededException");
    refused(
        "PutTargets",
        Map.of("Rule", "none", "Targets", six.subList(0, 1)),
        "Rule none does not exist on EventBus default.");
  }

  private void refusedTarget(Map<String, Object> more, String words) {
    assertThatThrownBy(() -> world.target("r", more)).hasMessageContaining(words);
  }

  @Test
  void listsRulesInPagesAndByTarget() {
    List.of("a1", "a2", "a3", "b1").forEach(this::rule);
    world.target("a2", Map.of());
    Document page = world.call("ListRules", Map.of("NamePrefix", "a", "Limit", 2L));
    assertThat(page.documents("Rules"))
        .extracting(rule -> rule.text("Name"))
        .containsExactly("a1", "a2");
    Document rest =
        world.call("ListRules", Map.of("NamePrefix", "a", "NextToken", page.text("NextToken")));
    assertThat(rest.documents("Rules")).extracting(rule -> rule.text("Name")).containsExactly("a3");
    assertThat(rest.has("NextToken")).isFalse();
    assertThat(
            world
                .call("ListRuleNamesByTarget", Map.of("TargetArn", EventsWorld.FUNCTION))
                .texts("RuleNames"))
        .containsExactly("a2");
    refused("ListRules", Map.of("NextToken", "!"), "NextToken is not valid");
  }

  @Test
  void routesEventsByPattern() {
    rule("r");
    world.target("r", Map.of());
    Document answer =
        putEvents(entry(Map.of("Resources", List.of("x"))), entry(Map.of("Source", "other")));
    assertThat(answer.number("FailedEntryCount")).isZero();
    assertThat(world.payloads())
        .singleElement()
        .satisfies(event ->
            assertThat(event)
                .containsEntry("id", answer.documents("Entries").getFirst().text("EventId"))
                .containsEntry("detail-type", "Order")
                .containsEntry("time", "2026-01-01T00:00:07Z")
                .containsEntry("resources", List.of("x"))
                .containsEntry("detail", Map.of("n", 1L)));
  }

  @Test
  void refusesEntriesOneByOne() {
    rule("r");
    world.target("r", Map.of());
    Document answer =
        putEvents(
            entry(Map.of("Detail", "{")),
            entry(Map.of("Detail", "[]")),
            entry(Map.of("Source", "aws.ec2")),
            entry(Map.of("EventBusName", "none")),
            entry(Map.of("EventBusName", "arn:aws:events:us-east-1:111111111111:event-bus/theirs")),
            Map.of("Source", "my.app", "Detail", "{}"),
            entry(Map.of()));
    assertThat(answer.number("FailedEntryCount")).isEqualTo(6);
    assertThat(answer.documents("Entries"))
        .extracting(each -> each.optionalText("ErrorCode").orElse("none"))
        .containsExactly(
            "MalformedDetail",
            "MalformedDetail",
            "NotAuthorizedForSourceException",
            "ResourceNotFoundException",
            "NotImplemented",
            "InvalidArgument",
            "none");
    assertThat(world.invoked).hasSize(1);
  }

  @Test
  void sendsConstantAndPartialInputs() {
    rule("r");
    world.target("r", Map.of("Input", "{\"c\": 1}"));
    world.target("r", Map.of("Id", "2", "InputPath", "$.detail"));
    putEvents(entry(Map.of()));
    assertThat(world.payloads()).containsExactlyInAnyOrder(Map.of("c", 1L), Map.of("n", 1L));
  }

  @Test
  void keepsBusesApart() {
    String arn = world.call("CreateEventBus", Map.of("Name", "mine")).text("EventBusArn");
    assertThat(arn).isEqualTo("arn:aws:events:us-east-1:000000000000:event-bus/mine");
    refused("CreateEventBus", Map.of("Name", "mine"), "Event bus mine already exists.");
    refused("CreateEventBus", Map.of("Name", "default"), "Event bus default already exists.");
    assertThat(
            world
                .call("PutRule", Map.of("Name", "r", "EventPattern", PATTERN, "EventBusName", arn))
                .text("RuleArn"))
        .isEqualTo("arn:aws:events:us-east-1:000000000000:rule/mine/r");
    world.call(
        "PutTargets",
        Map.of(
            "Rule", "r",
            "EventBusName", "mine",
            "Targets", List.of(Map.of("Id", "1", "Arn", EventsWorld.FUNCTION))));
    putEvents(entry(Map.of()));
    assertThat(world.invoked).isEmpty();
    putEvents(entry(Map.of("EventBusName", "mine")));
    assertThat(world.invoked).hasSize(1);
    refused("DeleteEventBus", Map.of("Name", "mine"), "since it has rules");
    refused("DeleteEventBus", Map.of("Name", "default"), "Cannot delete event bus default.");
    assertThat(world.call("ListEventBuses", Map.of()).documents("EventBuses"))
        .extracting(bus -> bus.text("Name"))
        .containsExactly("default", "mine");
  }

  @Test
  void keepsPoliciesOfBuses() {
    refused("RemovePermission", Map.of("StatementId", "s"), "EventBus does not have a policy.");
    world.call(
        "PutPermission",
        Map.of("StatementId", "s", "Action", "events:PutEvents", "Principal", "111111111111"));
    assertThat(world.call("DescribeEventBus", Map.of()).text("Policy"))
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"s\",\"Effect\":\"Allow\","
                + "\"Principal\":{\"AWS\":\"arn:aws:iam::111111111111:root\"},"
                + "\"Action\":\"events:PutEvents\","
                + "\"Resource\":\"arn:aws:events:us-east-1:000000000000:event-bus/default\"}]}");
    refused(
        "RemovePermission", Map.of("StatementId", "t"), "Statement with the provided id does not");
    world.call("RemovePermission", Map.of("StatementId", "s"));
    assertThat(world.call("DescribeEventBus", Map.of()).has("Policy")).isFalse();
    refused("PutPermission", Map.of("Policy", "[]"), "Parameter Policy is not valid");
  }

  @Test
  void tagsRulesAndBuses() {
    rule("r");
    for (String arn :
        List.of(
            "arn:aws:events:us-east-1:000000000000:rule/r",
            "arn:aws:events:us-east-1:000000000000:event-bus/default")) {
      world.call(
          "TagResource",
          Map.of(
              "ResourceARN",
              arn,
              "Tags",
              List.of(Map.of("Key", "a", "Value", "1"), Map.of("Key", "b", "Value", "2"))));
      world.call("UntagResource", Map.of("ResourceARN", arn, "TagKeys", List.of("a")));
      assertThat(world.call("ListTagsForResource", Map.of("ResourceARN", arn)).documents("Tags"))
          .containsExactly(new Document(Map.of("Key", "b", "Value", "2")));
    }
    refused(
        "ListTagsForResource",
        Map.of("ResourceARN", "arn:aws:events:us-east-1:000000000000:rule/none"),
        "Rule none does not exist");
    refused("ListTagsForResource", Map.of("ResourceARN", "nonsense"), "ResourceARN is not valid");
  }

  @Test
  void triesPatternsOnEvents() {
    String event =
        "{\"id\":\"1\",\"detail-type\":\"d\",\"source\":\"my.app\",\"account\":\"1\","
            + "\"time\":\"2026-01-01T00:00:00Z\",\"region\":\"r\",\"resources\":[],\"detail\":{}}";
    assertThat(
            world
                .call("TestEventPattern", Map.of("EventPattern", PATTERN, "Event", event))
                .flag("Result"))
        .isTrue();
    refused(
        "TestEventPattern", Map.of("EventPattern", "{}", "Event", event), "InvalidEventPattern");
    refused(
        "TestEventPattern", Map.of("EventPattern", PATTERN, "Event", "{}"), "Event is not valid");
  }

  @Test
  void namesWhatItDoesNotOffer() {
    refused(
        "CreateArchive",
        Map.of(
            "ArchiveName", "a", "EventSourceArn", "arn:aws:events:us-east-1:0:event-bus/default"),
        "thaw does not emulate events:CreateArchive");
  }
}
