package dev.thaw.cloud.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.ApiException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Every call is checked by the model of the service that it goes to.
class ResourceTypesTest extends RecordedStack {

  private static final String ROLE =
      """
      Resources:
        Role:
          Type: AWS::IAM::Role
          Properties:
            RoleName: mine
            MaxSessionDuration: "7200"
            AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}
            ManagedPolicyArns: [%s]
            Policies: [{PolicyName: p, PolicyDocument: {Statement: []}}]
            Tags: [{Key: a, Value: 1}]
        Inline:
          Type: AWS::IAM::Policy
          Properties: {PolicyName: q, PolicyDocument: {Statement: [1]}, Roles: [!Ref Role]}
        Own:
          Type: AWS::IAM::ManagedPolicy
          Properties: {PolicyDocument: {Statement: [%s]}, Roles: [!Ref Role]}
      Outputs: {Arn: {Value: !GetAtt Role.Arn}}
      """;

  @Test
  void makesRolesAndPolicies() {
    created(ROLE.formatted("'arn:aws:iam::aws:policy/one12345678901234'", "1"));
    assertThat(cloud.of("CreateRole").getFirst())
        .contains("RoleName=mine")
        .contains("MaxSessionDuration=7200")
        .contains("AssumeRolePolicyDocument={\"Version\":\"2012-10-17\",\"Statement\":[]}")
        .contains("Key=a");
    assertThat(cloud.of("PutRolePolicy")).hasSize(2);
    assertThat(world.stack("s").documents("Outputs").getFirst().text("OutputValue"))
        .isEqualTo("arn:aws:iam::000000000000:role/mine");
    updated(ROLE.formatted("'arn:aws:iam::aws:policy/two12345678901234'", "2"));
    assertThat(cloud.of("DetachRolePolicy").getFirst()).contains("one");
    assertThat(cloud.of("DeletePolicyVersion").getFirst()).contains("v2");
    assertThat(cloud.of("CreatePolicyVersion").getFirst()).contains("SetAsDefault=true");
    deleted();
    assertThat(cloud.of("DeleteRolePolicy")).hasSize(2);
    assertThat(cloud.calls.getLast()).isEqualTo("iam:DeleteRole {RoleName=mine}");
  }

  @Test
  void makesBucketsWithTheirSettings() {
    created(
        """
        Resources:
          B:
            Type: AWS::S3::Bucket
            Properties:
              BucketEncryption:
                ServerSideEncryptionConfiguration:
                  - ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}
              PublicAccessBlockConfiguration: {BlockPublicAcls: "true"}
              VersioningConfiguration: {Status: Enabled}
              CorsConfiguration: {CorsRules: [{AllowedMethods: [GET], AllowedOrigins: ["*"], MaxAge: 5}]}
          P:
            Type: AWS::S3::BucketPolicy
            Properties: {Bucket: !Ref B, PolicyDocument: {Statement: []}}
        Outputs: {Name: {Value: !Ref B}}
        """);
    String name = world.stack("s").documents("Outputs").getFirst().text("OutputValue");
    assertThat(name).matches("s-b-[0-9a-z]{12}");
    assertThat(cloud.of("CreateBucket").getFirst()).contains("LocationConstraint=eu-west-1");
    assertThat(cloud.of("PutBucketEncryption").getFirst())
        .contains("ApplyServerSideEncryptionByDefault={SSEAlgorithm=AES256}");
    assertThat(cloud.of("PutPublicAccessBlock").getFirst()).contains("BlockPublicAcls=true");
    assertThat(cloud.of("PutBucketCors").getFirst()).contains("MaxAgeSeconds=5");
    assertThat(cloud.of("PutBucketPolicy").getFirst()).contains("Policy={\"Statement\":[]}");
    deleted();
    assertThat(cloud.calls.getLast()).isEqualTo("s3:DeleteBucket {Bucket=" + name + "}");
  }

  @Test
  void makesLogGroupsAndRules() {
    String template =
        """
        Resources:
          L: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: /aws/lambda/f%s}}
          R:
            Type: AWS::Events::Rule
            Properties:
              ScheduleExpression: rate(4 minutes)
              EventPattern: {source: [a]}
              Targets: [{Id: %s, Arn: !GetAtt L.Arn}]
        """;
    created(template.formatted(", RetentionInDays: 7", "one"));
    assertThat(cloud.of("PutRetentionPolicy").getFirst()).contains("retentionInDays=7");
    assertThat(cloud.of("PutRule").getFirst()).contains("EventPattern={\"source\":[\"a\"]}");
    assertThat(cloud.of("PutTargets").getFirst())
        .contains("arn:aws:logs:eu-west-1:000000000000:log-group:/aws/lambda/f:*");
    updated(template.formatted("", "two"));
    assertThat(cloud.of("DeleteRetentionPolicy")).hasSize(1);
    assertThat(cloud.of("RemoveTargets").getFirst()).contains("Ids=[one]");
    deleted();
    assertThat(cloud.of("RemoveTargets").getLast()).contains("Ids=[two]");
  }

  private static final String API =
      """
      Resources:
        Api:
          Type: AWS::ApiGateway::RestApi
          Properties: {Name: %s, Policy: "", EndpointConfiguration: {Types: [EDGE]}}
        Path:
          Type: AWS::ApiGateway::Resource
          Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: '{proxy+}'}
        Any:
          Type: AWS::ApiGateway::Method
          Properties:
            RestApiId: !Ref Api
            ResourceId: !Ref Path
            HttpMethod: ANY
            AuthorizationType: NONE
            ApiKeyRequired: false
            MethodResponses: [{StatusCode: 200}]
            Integration:
              Type: AWS_PROXY
              IntegrationHttpMethod: POST
              PassthroughBehavior: NEVER
              CacheNamespace: none
              CacheKeyParameters: []
              Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/x/invocations'
              IntegrationResponses: [{StatusCode: "200"}]
        Deployment:
          Type: AWS::ApiGateway::Deployment
          DependsOn: Any
          Properties:
            RestApiId: !Ref Api
            StageName: dev
            StageDescription: {TracingEnabled: true, LoggingLevel: INFO}
        Stage:
          Type: AWS::ApiGateway::Stage
          Properties:
            RestApiId: !Ref Api
            StageName: prod
            DeploymentId: !Ref Deployment
            Variables: {a: %s}
            MethodSettings: [{ResourcePath: /a/b, HttpMethod: '*', DataTraceEnabled: true}]
        Auth:
          Type: AWS::ApiGateway::Authorizer
          Properties: {RestApiId: !Ref Api, Name: n, Type: TOKEN, AuthorizerResultTtlInSeconds: "%s"}
        Account: {Type: 'AWS::ApiGateway::Account', Properties: {CloudWatchRoleArn: arn}}
        Gone:
          Type: AWS::ApiGateway::GatewayResponse
          Properties: {RestApiId: !Ref Api, ResponseType: DEFAULT_4XX, StatusCode: 404}
        Checked:
          Type: AWS::ApiGateway::RequestValidator
          Properties: {RestApiId: !Ref Api, ValidateRequestBody: "true"}
        Body:
          Type: AWS::ApiGateway::Model
          Properties: {RestApiId: !Ref Api, Schema: {type: object}}
        Told: {Type: 'AWS::CDK::Metadata', Properties: {Analytics: x}}
      """;

  @Test
  void makesApis() {
    created(API.formatted("one", "1", "5"));
    assertThat(cloud.of("CreateRestApi").getFirst())
        .contains("name=one")
        .contains("types=[EDGE]")
        .doesNotContain("policy");
    assertThat(cloud.of("CreateResource").getFirst()).contains("parentId=root");
    assertThat(cloud.of("PutIntegration").getFirst())
        .contains("httpMethod=ANY")
        .contains("integrationHttpMethod=POST");
    assertThat(cloud.of("PutIntegrationResponse").getFirst()).contains("statusCode=200");
    assertThat(cloud.of("CreateDeployment").getFirst()).contains("tracingEnabled=true");
    assertThat(cloud.of("UpdateStage").toString())
        .contains("/*/*/logging/loglevel")
        .contains("/~1a~1b/*/logging/dataTrace");
    assertThat(cloud.of("UpdateAccount").getFirst()).contains("/cloudwatchRoleArn");
    updated(API.formatted("two", "2", "6"));
    assertThat(cloud.of("UpdateRestApi").getFirst()).contains("value=two");
    assertThat(cloud.of("UpdateStage").getLast()).contains("/variables/a");
    assertThat(cloud.of("UpdateAuthorizer").getFirst()).contains("/authorizerResultTtlInSeconds");
    cloud.failing.put(
        "DeleteDeployment",
        new ApiException(400, "BadRequestException", "Active stages pointing to this deployment"));
    deleted();
    assertThat(cloud.of("DeleteStage")).hasSize(2);
    assertThat(cloud.calls.getLast()).isEqualTo("apigateway:DeleteRestApi {restApiId=api}");
  }

  @Test
  void importsAnApiFromItsDocument() {
    String template =
        """
        Resources:
          Api:
            Type: AWS::ApiGateway::RestApi
            Properties:
              Body: {swagger: "2.0", info: {title: %s}}
              BinaryMediaTypes: ['*/*']
        """;
    created(template.formatted("t"));
    assertThat(cloud.of("ImportRestApi")).hasSize(1);
    assertThat(cloud.of("UpdateRestApi").getFirst()).contains("/binaryMediaTypes/*~1*");
    updated(template.formatted("u"));
    assertThat(cloud.of("PutRestApi").getFirst()).contains("mode=overwrite");
  }

  @Test
  void refusesPropertiesThatItDoesNotKnow() {
    world.create(
        "s",
        "Resources: {B: {Type: 'AWS::S3::Bucket', Properties: {ReplicationConfiguration: {}}}}",
        NAMED);
    assertThat(world.settled("s")).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(world.reason("s", "B", "CREATE_FAILED"))
        .isEqualTo("Encountered unsupported property ReplicationConfiguration");
  }

  @Test
  void deletesWhatIsHalfMadeAndLeavesWhatIsAnothers() {
    cloud.failing.put("PutRolePolicy", new ApiException(400, "MalformedPolicyDocument", "bad"));
    world.create("s", ROLE.formatted("'arn:aws:iam::aws:policy/one12345678901234'", "1"), NAMED);
    assertThat(world.settled("s")).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(world.reason("s", "Role", "CREATE_FAILED"))
        .contains("bad (Status Code: 400, Error Code: MalformedPolicyDocument)");
    assertThat(cloud.of("DeleteRole")).hasSize(1);
    cloud.failing.put("CreateRole", new ApiException(409, "EntityAlreadyExists", "exists"));
    world.create("t", ROLE.formatted("'arn:aws:iam::aws:policy/one12345678901234'", "1"), NAMED);
    assertThat(world.settled("t")).isEqualTo("ROLLBACK_COMPLETE");
    assertThat(cloud.of("DeleteRole")).hasSize(1);
  }

  /// As Zappa writes it.
  private static final String ZAPPA =
      """
      {"AWSTemplateFormatVersion": "2010-09-09", "Description": "Automatically generated with Zappa",
       "Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi",
         "Properties": {"Description": "Created automatically by Zappa.", "Name": "app-dev"}},
        "ANY0": {"Type": "AWS::ApiGateway::Method", "Properties": {
          "ApiKeyRequired": false, "AuthorizationType": "NONE", "HttpMethod": "ANY",
          "Integration": {"CacheKeyParameters": [], "CacheNamespace": "none",
           "Credentials": "arn:aws:iam::000000000000:role/r", "IntegrationHttpMethod": "POST",
           "IntegrationResponses": [], "PassthroughBehavior": "NEVER", "Type": "AWS_PROXY",
           "Uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations"},
          "MethodResponses": [], "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
          "RestApiId": {"Ref": "Api"}}},
        "ResourceAnyPathSlashed": {"Type": "AWS::ApiGateway::Resource", "Properties": {
          "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]}, "PathPart": "{proxy+}",
          "RestApiId": {"Ref": "Api"}}}}}
      """;

  @Test
  void fetchesTheTemplateThatZappaUploads() {
    cloud.object = ZAPPA;
    world.call(
        "CreateStack",
        Map.of(
            "StackName",
            "s",
            "TemplateURL",
            "https://s3.amazonaws.com/zappa-bucket/app-dev-template.json",
            "Capabilities",
            List.of("CAPABILITY_IAM"),
            "Tags",
            List.of(Map.of("Key", "ZappaProject", "Value", "app-dev"))));
    assertThat(world.settled("s")).isEqualTo("CREATE_COMPLETE");
    assertThat(cloud.of("GetObject").getFirst())
        .contains("Bucket=zappa-bucket")
        .contains("Key=app-dev-template.json");
    assertThat(cloud.of("CreateRestApi").getFirst()).contains("tags={ZappaProject=app-dev}");
    assertThat(cloud.of("PutMethod").getFirst())
        .contains("apiKeyRequired=false")
        .contains("resourceId=root");
    assertThat(
            world
                .call("DescribeStackResource", Map.of("StackName", "s", "LogicalResourceId", "Api"))
                .document("StackResourceDetail")
                .text("PhysicalResourceId"))
        .isEqualTo("api");
  }
}
