package dev.thaw.cloud.protocol;

import dev.thaw.cloud.Front;
import dev.thaw.timeline.Timelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Fixed answers of several services behind a real port, for a check by real clients:
/// `tools/protocols/check.py`. What a handler was asked it prints.
final class FakeCloud {

  private static final Instant THEN = Instant.ofEpochMilli(1_700_000_000_250L);

  private FakeCloud() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createTempDirectory("fake-cloud");
    Front front =
        new Front(Models.bundled(), services(), Map.of(), List.of(), new Timelines(100), folder, 0)
            .start();
    System.out.println(front.port());
  }

  private static List<Service> services() {
    Map<String, Object> role =
        Map.of(
            "Path", "/",
            "RoleName", "r",
            "RoleId", "AROA",
            "Arn", "arn:aws:iam::000000000000:role/r",
            "CreateDate", THEN,
            "AssumeRolePolicyDocument", "%7B%22Version%22%3A%20%222012%22%7D",
            "Tags", List.of(Map.of("Key", "a<b", "Value", "é")));
    Map<String, Object> stack =
        Map.of(
            "StackName",
            "s",
            "CreationTime",
            THEN,
            "StackStatus",
            "CREATE_COMPLETE",
            "Capabilities",
            List.of("CAPABILITY_IAM"),
            "Outputs",
            List.of(Map.of("OutputKey", "k", "OutputValue", "v")));
    return List.of(
        service(
            "events", Map.of("ListRules", answer(Map.of("Rules", List.of(Map.of("Name", "x")))))),
        service(
            "logs",
            Map.of(
                "DescribeLogGroups",
                answer(
                    Map.of(
                        "logGroups",
                        List.of(Map.of("logGroupName", "/a", "creationTime", 1_700_000_000_250L)))),
                "CreateLogGroup",
                fail("ResourceAlreadyExistsException", "The specified log group already exists"))),
        service(
            "sts",
            Map.of(
                "GetCallerIdentity",
                answer(
                    Map.of("UserId", "u", "Account", "000000000000", "Arn", "arn:aws:iam::0:u")))),
        service(
            "iam",
            Map.of(
                "GetRole", answer(Map.of("Role", role)), "GetUser", fail("NoSuchEntity", "none"))),
        service(
            "cloudformation",
            Map.of(
                "DescribeStacks",
                answer(Map.of("Stacks", List.of(stack))),
                "CreateStack",
                answer(Map.of("StackId", "id")))),
        service(
            "s3",
            Map.of(
                "ListBuckets",
                answer(Map.of("Buckets", List.of(Map.of("Name", "b", "CreationDate", THEN)))),
                "PutObject",
                answer(Map.of("ETag", "\"e\"")),
                "HeadObject",
                fail("NoSuchKey", "The specified key does not exist."),
                "GetObject",
                fail("NoSuchKey", "The specified key does not exist."),
                "GetBucketLocation",
                answer(Map.of("LocationConstraint", "eu-west-1")),
                "DeleteObjects",
                answer(Map.of("Deleted", List.of(Map.of("Key", "k")))))),
        service(
            "cloudwatch",
            Map.of(
                "PutMetricData",
                answer(Map.of()),
                "ListMetrics",
                answer(Map.of("Metrics", List.of(Map.of("MetricName", "m")))),
                "GetMetricStatistics",
                answer(Map.of("Datapoints", List.of(Map.of("Timestamp", THEN, "Average", 1.5)))))));
  }

  private static Service service(String name, Map<String, Service.Handler> handlers) {
    return new Service(Models.bundled(), name, handlers, new ProtocolContract.Limits());
  }

  private static Service.Handler answer(Map<String, Object> output) {
    return call -> {
      print(call);
      return Answer.of(output);
    };
  }

  private static Service.Handler fail(String code, String message) {
    return call -> {
      print(call);
      throw new ApiException(code.startsWith("NoSuch") ? 404 : 400, code, message);
    };
  }

  private static void print(Call call) {
    System.out.println(
        call.operation()
            + " "
            + ShapeValues.comparable(call.input().members())
            + " "
            + call.scope().region());
  }
}
