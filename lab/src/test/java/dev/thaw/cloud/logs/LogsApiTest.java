package dev.thaw.cloud.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.timeline.VirtualClock;
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

class LogsApiTest {

  private static final long NOW = 1_800_000_000_000L;
  private static final String ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/a/one";

  @TempDir private Path folder;
  private final VirtualClock clock = new VirtualClock(NOW * 1_000_000);
  private LogsWorld world;

  @BeforeEach
  void open() {
    world = new LogsWorld(folder, clock);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Document ok(String operation, Map<String, Object> input) {
    LogsWorld.Reply reply = world.call(operation, input);
    assertThat(reply.status()).as("%s: %s", operation, reply.body()).isEqualTo(200);
    return reply.body();
  }

  private void stream(String group, String... streams) {
    ok("CreateLogGroup", Map.of("logGroupName", group));
    for (String stream : streams) {
      ok("CreateLogStream", Map.of("logGroupName", group, "logStreamName", stream));
    }
  }

  private Document put(String group, String stream, Object... timesAndMessages) {
    List<Object> events = new ArrayList<>();
    for (int i = 0; i < timesAndMessages.length; i += 2) {
      events.add(Map.of("timestamp", timesAndMessages[i], "message", timesAndMessages[i + 1]));
    }
    return ok(
        "PutLogEvents",
        Map.of("logGroupName", group, "logStreamName", stream, "logEvents", events));
  }

  private static List<String> messages(Document output) {
    return output.documents("events").stream().map(event -> event.text("message")).toList();
  }

  @Test
  void createsDescribesAndDeletesGroups() {
    stream("/a/one");
    stream("/a/two");
    stream("/b/one");
    assertThat(world.call("CreateLogGroup", Map.of("logGroupName", "/a/one")).error())
        .isEqualTo("ResourceAlreadyExistsException");
    Document first = ok("DescribeLogGroups", Map.of("logGroupNamePrefix", "/a", "limit", 1));
    assertThat(first.documents("logGroups").getFirst().text("arn")).isEqualTo(ARN + ":*");
    Document second =
        ok(
            "DescribeLogGroups",
            Map.of("logGroupNamePrefix", "/a", "nextToken", first.text("nextToken")));
    assertThat(second.documents("logGroups"))
        .singleElement()
        .satisfies(group -> assertThat(group.text("logGroupName")).isEqualTo("/a/two"));
    assertThat(ok("DescribeLogGroups", Map.of("logGroupNamePattern", "one")).documents("logGroups"))
        .hasSize(2);
    ok("DeleteLogGroup", Map.of("logGroupName", "/a/one"));
    LogsWorld.Reply gone = world.call("DeleteLogGroup", Map.of("logGroupName", "/a/one"));
    assertThat(gone.status()).isEqualTo(400);
    assertThat(gone.error()).isEqualTo("ResourceNotFoundException");
    assertThat(gone.body().text("message")).isEqualTo("The specified log group does not exist.");
  }

  @Test
  void keepsTagsOfBothKinds() {
    ok("CreateLogGroup", Map.of("logGroupName", "/a/one", "tags", Map.of("a", "1")));
    ok("TagLogGroup", Map.of("logGroupName", "/a/one", "tags", Map.of("b", "2")));
    ok("TagResource", Map.of("resourceArn", ARN, "tags", Map.of("c", "3")));
    ok("UntagResource", Map.of("resourceArn", ARN, "tagKeys", List.of("a")));
    Document tags = ok("ListTagsForResource", Map.of("resourceArn", ARN));
    assertThat(tags.textMap("tags")).isEqualTo(Map.of("b", "2", "c", "3"));
    ok("UntagLogGroup", Map.of("logGroupName", "/a/one", "tags", List.of("c")));
    assertThat(ok("ListTagsLogGroup", Map.of("logGroupName", "/a/one")).textMap("tags"))
        .isEqualTo(Map.of("b", "2"));
    // As on AWS, whose model knows no star in an ARN here
    assertThat(world.call("ListTagsForResource", Map.of("resourceArn", ARN + ":*")).error())
        .isEqualTo("InvalidParameterException");
    assertThat(world.call("ListTagsForResource", Map.of("resourceArn", "arn:x")).error())
        .isEqualTo("InvalidParameterException");
  }

  @Test
  void appliesRetention() {
    stream("/a/one", "s");
    assertThat(
            world
                .call("PutRetentionPolicy", Map.of("logGroupName", "/a/one", "retentionInDays", 2))
                .error())
        .isEqualTo("InvalidParameterException");
    ok("PutRetentionPolicy", Map.of("logGroupName", "/a/one", "retentionInDays", 1));
    put("/a/one", "s", NOW, "old");
    clock.advance(Duration.ofHours(20));
    put("/a/one", "s", NOW + 1, "younger");
    clock.advance(Duration.ofHours(4).plusMillis(1));
    assertThat(messages(ok("FilterLogEvents", Map.of("logGroupName", "/a/one"))))
        .containsExactly("younger");
    Document late = put("/a/one", "s", NOW, "late");
    assertThat(late.document("rejectedLogEventsInfo").number("expiredLogEventEndIndex"))
        .isEqualTo(1);
    ok("DeleteRetentionPolicy", Map.of("logGroupName", "/a/one"));
    assertThat(messages(ok("FilterLogEvents", Map.of("logGroupName", "/a/one"))))
        .containsExactly("old", "younger");
  }

  @Test
  void describesStreamsInBothOrders() {
    stream("/a/one", "a", "b", "c");
    put("/a/one", "b", NOW, "x");
    put("/a/one", "a", NOW + 5, "y");
    Map<String, Object> input = new HashMap<>(Map.of("logGroupName", "/a/one"));
    assertThat(streams(ok("DescribeLogStreams", input))).containsExactly("a", "b", "c");
    input.put("orderBy", "LastEventTime");
    input.put("descending", true);
    input.put("limit", 2);
    Document page = ok("DescribeLogStreams", input);
    assertThat(streams(page)).containsExactly("a", "b");
    input.put("nextToken", page.text("nextToken"));
    assertThat(streams(ok("DescribeLogStreams", input))).containsExactly("c");
    input.put("logStreamNamePrefix", "a");
    assertThat(world.call("DescribeLogStreams", input).error())
        .isEqualTo("InvalidParameterException");
    ok("DeleteLogStream", Map.of("logGroupName", "/a/one", "logStreamName", "a"));
    assertThat(streams(ok("DescribeLogStreams", Map.of("logGroupName", "/a/one"))))
        .containsExactly("b", "c");
  }

  private static List<String> streams(Document output) {
    return output.documents("logStreams").stream().map(s -> s.text("logStreamName")).toList();
  }

  @Test
  void refusesBatchesAsAwsDoes() {
    stream("/a/one", "s");
    Document rejected =
        put(
            "/a/one",
            "s",
            NOW - Duration.ofDays(14).toMillis() - 1,
            "too old",
            NOW - Duration.ofDays(14).toMillis(),
            "just old enough");
    assertThat(rejected.document("rejectedLogEventsInfo").number("tooOldLogEventEndIndex"))
        .isEqualTo(1);
    Document early =
        put("/a/one", "s", NOW, "fine", NOW + Duration.ofHours(2).toMillis() + 1, "too new");
    assertThat(early.document("rejectedLogEventsInfo").number("tooNewLogEventStartIndex"))
        .isEqualTo(1);
    assertThat(messages(ok("FilterLogEvents", Map.of("logGroupName", "/a/one"))))
        .containsExactly("just old enough", "fine");
    for (List<Object> events :
        List.<List<Object>>of(
            List.of(event(NOW, "a"), event(NOW - 1, "b")),
            List.of(event(NOW, "a"), event(NOW + Duration.ofHours(25).toMillis(), "b")),
            List.of(event(NOW, "x".repeat(1_048_551))),
            List.of(event(NOW, "x".repeat(600_000)), event(NOW, "x".repeat(600_000))))) {
      Map<String, Object> input =
          Map.of("logGroupName", "/a/one", "logStreamName", "s", "logEvents", events);
      assertThat(world.call("PutLogEvents", input).error()).isEqualTo("InvalidParameterException");
    }
  }

  private static Map<String, Object> event(long time, String message) {
    return Map.of("timestamp", time, "message", message);
  }

  @Test
  void readsAStreamForwardsAndBackwards() {
    stream("/a/one", "s");
    for (int i = 0; i < 10; i++) {
      put("/a/one", "s", NOW + i / 2, "m" + i);
    }
    Map<String, Object> input =
        new HashMap<>(Map.of("logGroupName", "/a/one", "logStreamName", "s", "limit", 4));
    Document newest = ok("GetLogEvents", input);
    assertThat(messages(newest)).containsExactly("m6", "m7", "m8", "m9");
    input.put("nextToken", newest.text("nextBackwardToken"));
    assertThat(messages(ok("GetLogEvents", input))).containsExactly("m2", "m3", "m4", "m5");
    input.remove("nextToken");
    input.put("startFromHead", true);
    List<String> seen = new ArrayList<>();
    String token = "";
    while (true) {
      Document page = ok("GetLogEvents", input);
      seen.addAll(messages(page));
      if (page.text("nextForwardToken").equals(token)) {
        break;
      }
      token = page.text("nextForwardToken");
      input.put("nextToken", token);
    }
    assertThat(seen).hasSize(10).startsWith("m0", "m1").endsWith("m9");
    put("/a/one", "s", NOW + 100, "later");
    assertThat(messages(ok("GetLogEvents", input))).containsExactly("later");
    input.remove("nextToken");
    input.put("startTime", NOW + 1);
    input.put("endTime", NOW + 2);
    assertThat(messages(ok("GetLogEvents", input))).containsExactly("m2", "m3");
    input.put("nextToken", "f/nonsense");
    assertThat(world.call("GetLogEvents", input).error()).isEqualTo("InvalidParameterException");
  }

  @Test
  void filtersAcrossStreamsInPages() {
    stream("/a/one", "a1", "a2", "b1");
    for (int i = 0; i < 9; i++) {
      String stream = List.of("a1", "a2", "b1").get(i % 3);
      put("/a/one", stream, NOW + i, "{\"n\": " + i + "}");
    }
    Map<String, Object> input =
        new HashMap<>(
            Map.of("logGroupName", "/a/one", "limit", 2, "filterPattern", "{ $.n != 4 }"));
    input.put("logStreamNamePrefix", "a");
    List<String> seen = new ArrayList<>();
    boolean more = true;
    while (more) {
      Document page = ok("FilterLogEvents", input);
      assertThat(page.documents("searchedLogStreams")).isEmpty();
      seen.addAll(messages(page));
      more = page.has("nextToken");
      page.optionalText("nextToken").ifPresent(token -> input.put("nextToken", token));
    }
    assertThat(seen)
        .containsExactly("{\"n\": 0}", "{\"n\": 1}", "{\"n\": 3}", "{\"n\": 6}", "{\"n\": 7}");
    Map<String, Object> named =
        Map.of(
            "logGroupIdentifier",
            ARN,
            "logStreamNames",
            List.of("b1"),
            "startTime",
            NOW + 3,
            "endTime",
            NOW + 5);
    assertThat(messages(ok("FilterLogEvents", named))).containsExactly("{\"n\": 5}");
    assertThat(
            world
                .call(
                    "FilterLogEvents",
                    Map.of("logGroupName", "/a/one", "logStreamNames", List.of("nope")))
                .error())
        .isEqualTo("ResourceNotFoundException");
    assertThat(
            world
                .call("FilterLogEvents", Map.of("logGroupName", "/a/one", "filterPattern", "{"))
                .error())
        .isEqualTo("InvalidParameterException");
  }

  @Test
  void showsOutputOfFunctionsAtOnceAndKeepsIt() {
    for (int i = 0; i < 5_000; i++) {
      world.function("/aws/lambda/f", "s" + i % 2, NOW + i / 100, "line " + i);
    }
    List<String> seen = new ArrayList<>();
    ok("FilterLogEvents", Map.of("logGroupName", "/aws/lambda/f"))
        .documents("events")
        .forEach(event -> seen.add(event.text("message")));
    assertThat(seen).hasSize(5_000).contains("line 0\n", "line 4999\n");
    world.function("/aws/lambda/f", "s0", NOW + 60, "last");
    close();
    open();
    assertThat(
            messages(
                ok(
                    "GetLogEvents",
                    Map.of("logGroupName", "/aws/lambda/f", "logStreamName", "s0", "limit", 2))))
        .containsExactly("line 4998\n", "last\n");
  }

  @Test
  void keepsTheOrderOfManyFunctionsThatWriteAtOnce() throws Exception {
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      String stream = "s" + writer;
      writers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 2_000; i++) {
                  world.function("/aws/lambda/f", stream, NOW, String.valueOf(i));
                }
              }));
    }
    for (Thread writer : writers) {
      while (writer.isAlive()) {
        // Reads write what is there, so that the output of one function is in many blocks
        world.call("FilterLogEvents", Map.of("logGroupName", "/aws/lambda/f", "limit", 1));
      }
      writer.join();
    }
    for (int writer = 0; writer < 4; writer++) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        expected.add(i + "\n");
      }
      Map<String, Object> input =
          Map.of("logGroupName", "/aws/lambda/f", "logStreamName", "s" + writer);
      assertThat(messages(ok("GetLogEvents", input))).isEqualTo(expected);
    }
  }

  @Test
  void testsPatterns() {
    Document tested =
        ok(
            "TestMetricFilter",
            Map.of(
                "filterPattern",
                "[level=ERROR, ...]",
                "logEventMessages",
                List.of("INFO a", "ERROR b")));
    assertThat(tested.documents("matches"))
        .singleElement()
        .satisfies(match -> {
          assertThat(match.number("eventNumber")).isEqualTo(2);
          assertThat(match.textMap("extractedValues")).isEqualTo(Map.of("$level", "ERROR"));
        });
  }
}
