package dev.thaw.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.ApiException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an update does to resources that are there.
class ResourceChangesTest extends RecordedStack {

  @Test
  void importsAnApiAnewWhenItsDocumentLiesElsewhere() {
    cloud.object = "{}";
    String template =
        """
        Resources:
          Api:
            Type: AWS::ApiGateway::RestApi
            Properties: {BodyS3Location: {Bucket: documents, Key: %s}}
        """;
    created(template.formatted("one"));
    updated(template.formatted("two"));
    assertThat(cloud.of("GetObject").getLast()).contains("Key=two");
    assertThat(cloud.of("PutRestApi")).hasSize(1);
  }

  @Test
  void takesPropertiesOfPartsOfApisBackToNothing() {
    String template =
        """
        Resources:
          Auth:
            Type: AWS::ApiGateway::Authorizer
            Properties: {RestApiId: api, Name: n, Type: TOKEN%s}
        """;
    created(template.formatted(", IdentitySource: method.request.header.A"));
    updated(template.formatted(""));
    assertThat(cloud.of("UpdateAuthorizer").getFirst())
        .contains("authorizerId=id1")
        .contains("path=/identitySource")
        .containsPattern("value=[,}]");
    deleted();
    assertThat(cloud.calls.getLast())
        .startsWith("apigateway:DeleteAuthorizer")
        .contains("restApiId=api", "authorizerId=id1");
  }

  private static Map<String, Object> tagged(String... keys) {
    return Map.of("Tags", Stream.of(keys).map(key -> Map.of("Key", key, "Value", "v")).toList());
  }

  private static final String TAGGED =
      """
      Resources:
        L: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: l}}
        B: {Type: 'AWS::S3::Bucket', DependsOn: L}
        D:
          Type: AWS::ApiGateway::Deployment
          DependsOn: B
          Properties: {RestApiId: api, Description: %s}
      """;

  @Test
  void takesTagsAwayThatTheStackNoLongerHas() {
    world.create("s", TAGGED.formatted("one"), tagged("a", "b"));
    assertThat(world.settled("s")).isEqualTo("CREATE_COMPLETE");
    world.update("s", TAGGED.formatted("one"), tagged("a"));
    assertThat(world.settled("s")).isEqualTo("UPDATE_COMPLETE");
    assertThat(cloud.of("UntagResource")).singleElement().asString().contains("tagKeys=[b]");
    world.update("s", TAGGED.formatted("one"), Map.of("Tags", List.of()));
    assertThat(world.settled("s")).isEqualTo("UPDATE_COMPLETE");
    assertThat(cloud.of("UntagResource").getLast()).contains("tagKeys=[a]");
    assertThat(cloud.of("DeleteBucketTagging")).hasSize(1);
  }

  @Test
  void putsTheTagsOfAStackBackWhenItsUpdateFails() {
    world.create("s", TAGGED.formatted("one"), tagged("a"));
    assertThat(world.settled("s")).isEqualTo("CREATE_COMPLETE");
    cloud.failing.put("CreateDeployment", new ApiException(400, "BadRequestException", "bad"));
    world.update("s", TAGGED.formatted("two"), tagged("b"));
    assertThat(world.settled("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(cloud.of("TagResource").getFirst()).contains("tags={b=v}");
    assertThat(cloud.of("UntagResource").getLast()).contains("tagKeys=[b]");
    assertThat(cloud.of("TagResource").getLast()).contains("tags={a=v}");
    assertThat(cloud.of("PutBucketTagging").getLast()).contains("Key=a").doesNotContain("Key=b");
  }

  /// Nothing was done to it, so there is nothing to take back.
  @Test
  void leavesAResourceAloneWhosePropertiesCannotBeHad() {
    String template =
        """
        Resources:
          D:
            Type: AWS::ApiGateway::Deployment
            Properties: {RestApiId: api, Description: %s}
        Outputs: {Id: {Value: !GetAtt D.DeploymentId}}
        """;
    created(template.formatted("one"));
    world.update("s", template.formatted("!Select [5, [a]]"), NAMED);
    assertThat(world.settled("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(world.reason("s", "D", "UPDATE_FAILED")).contains("Fn::Select cannot select");
    assertThat(cloud.calls).hasSize(1);
    updated(template.formatted("two"));
    assertThat(cloud.of("CreateDeployment")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AWS::S3::Bucket                    |",
        "AWS::Logs::LogGroup                |",
        "AWS::ApiGateway::Authorizer        | RestApiId: api, Name: n, Type: TOKEN",
        "AWS::ApiGateway::RequestValidator  | RestApiId: api",
        "AWS::ApiGateway::Model             | RestApiId: api",
        "AWS::ApiGateway::Stage             | RestApiId: api, StageName: s, DeploymentId: d",
        "AWS::IAM::ManagedPolicy            | PolicyDocument: {}"
      })
  void refusesPropertiesThatAnUpdateBringsAndThatItDoesNotKnow(String type, String properties) {
    String template = "Resources: {R: {Type: '%s', Properties: {%s}}}";
    String known = properties == null ? "" : properties;
    created(template.formatted(type, known));
    world.update(
        "s", template.formatted(type, known + (known.isEmpty() ? "" : ", ") + "Odd: 1"), NAMED);
    assertThat(world.settled("s")).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
    assertThat(world.reason("s", "R", "UPDATE_FAILED"))
        .isEqualTo("Encountered unsupported property Odd");
  }
}
