package dev.thaw.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.lambda.LambdaService;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Contents;
import dev.thaw.cloud.state.Store;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.timeline.Clock;
import dev.thaw.timeline.Timelines;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Types of Lambda against the real control plane.
class LambdaTypesTest {

  private static final String TEMPLATE =
      """
      Resources:
        Hello:
          Type: AWS::Lambda::Function
          Properties:
            Runtime: python3.13
            Handler: index.handler
            Role: arn:aws:iam::000000000000:role/r
            MemorySize: "%s"
            Environment: {Variables: {STAGE: !Ref AWS::StackName}}
            Code: {ZipFile: "def handler(event, context): return %s"}
        Perm:
          Type: AWS::Lambda::Permission
          Properties:
            FunctionName: !GetAtt Hello.Arn
            Action: lambda:InvokeFunction
            Principal: apigateway.amazonaws.com
        V: {Type: 'AWS::Lambda::Version', DeletionPolicy: Retain, Properties: {FunctionName: !Ref Hello}}
        Live:
          Type: AWS::Lambda::Alias
          Properties: {FunctionName: !Ref Hello, FunctionVersion: !GetAtt V.Version, Name: live}
        Url:
          Type: AWS::Lambda::Url
          Properties: {TargetFunctionArn: !GetAtt Hello.Arn, AuthType: NONE}
        Async:
          Type: AWS::Lambda::EventInvokeConfig
          Properties: {FunctionName: !Ref Hello, Qualifier: $LATEST, MaximumRetryAttempts: "0"}
      Outputs:
        Name: {Value: !Ref Hello}
        Url: {Value: !GetAtt Url.FunctionUrl}
      """;

  private CloudFormationWorld world;
  private LambdaService lambda;
  private Store store;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    world = CloudFormationWorld.real(folder.resolve("stacks"));
    store = Store.open(folder.resolve("state"));
    lambda =
        new LambdaService(
            CloudFormationWorld.MODELS,
            store,
            new Contents(folder.resolve("code")),
            new FakeInvoker(),
            Clock.system(),
            new Timelines(10),
            new ServiceClient(() -> world.services, Clock.system()),
            List.of());
    world.services.add(lambda.service());
  }

  @AfterEach
  void close() {
    world.close();
    lambda.close();
    store.close();
  }

  private String settled() {
    return world.settled("s")
        + " "
        + world
            .call("DescribeStackEvents", Map.of("StackName", "s"))
            .documents("StackEvents")
            .stream()
            .filter(event -> event.text("ResourceStatus").endsWith("FAILED"))
            .map(event -> event.text("ResourceStatusReason"))
            .toList();
  }

  private Document function(String name) {
    return world
        .client()
        .call(CloudFormationWorld.SCOPE, "lambda", "GetFunction", Map.of("FunctionName", name))
        .document("Configuration");
  }

  @Test
  void makesChangesAndDeletesAFunctionWithAllThatHangsOnIt() {
    world.create("s", TEMPLATE.formatted("256", "1"), Map.of());
    assertThat(settled()).isEqualTo("CREATE_COMPLETE []");
    List<Document> outputs = world.stack("s").documents("Outputs");
    String name = outputs.getFirst().text("OutputValue");
    assertThat(name).matches("s-Hello-[0-9A-Z]{12}");
    assertThat(outputs.getLast().text("OutputValue")).startsWith("https://");
    Document made = function(name);
    assertThat(made.number("MemorySize")).isEqualTo(256);
    world.update("s", TEMPLATE.formatted("512", "2"), Map.of());
    assertThat(settled()).isEqualTo("UPDATE_COMPLETE []");
    Document changed = function(name);
    assertThat(changed.number("MemorySize")).isEqualTo(512);
    assertThat(changed.text("CodeSha256")).isNotEqualTo(made.text("CodeSha256"));
    String arn = world.stack("s").text("StackId");
    world.call("DeleteStack", Map.of("StackName", "s"));
    assertThat(world.settled(arn)).isEqualTo("DELETE_COMPLETE");
    assertThat(
            world
                .client()
                .call(CloudFormationWorld.SCOPE, "lambda", "ListFunctions", Map.of())
                .documents("Functions"))
        .isEmpty();
  }
}
