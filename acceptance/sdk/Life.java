import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** A function's life through the AWS SDK for Java v2: role, code in S3, deploy, URL, invoke, update, logs, remove. */
class Life {
  static final String NAME = "sdk-java";
  static final String BUCKET = "sdk-java-code";
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    Path one = Path.of(arguments[0]);
    Path two = Path.of(arguments[1]);
    String runtime = arguments[2];
    try (LambdaClient lambda = LambdaClient.create();
        S3Client s3 = S3Client.create();
        IamClient iam = IamClient.builder().region(Region.AWS_GLOBAL).build();
        CloudWatchLogsClient logs = CloudWatchLogsClient.create();
        StsClient sts = StsClient.create()) {
      check(sts.getCallerIdentity().arn().startsWith("arn:aws:iam::"), "who");
      try {
        iam.getRole(r -> r.roleName(NAME));
        throw new AssertionError("a role that was not made");
      } catch (NoSuchEntityException e) {
        // as wanted
      }
      String trust =
          "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},"
              + "\"Action\":\"sts:AssumeRole\"}]}";
      String role = iam.createRole(r -> r.roleName(NAME).assumeRolePolicyDocument(trust)).role().arn();
      s3.createBucket(r -> r.bucket(BUCKET));
      s3.putObject(r -> r.bucket(BUCKET).key("one.zip"), RequestBody.fromFile(one));
      lambda.createFunction(
          r ->
              r.functionName(NAME)
                  .runtime(runtime)
                  .handler("app.handler")
                  .role(role)
                  .code(c -> c.s3Bucket(BUCKET).s3Key("one.zip")));
      lambda.waiter().waitUntilFunctionActiveV2(r -> r.functionName(NAME));
      String url =
          lambda.createFunctionUrlConfig(r -> r.functionName(NAME).authType(FunctionUrlAuthType.NONE)).functionUrl();
      check(get(url + "a/b?x=1").equals("{\"version\": \"one\", \"path\": \"/a/b\", \"query\": \"x=1\"}"), "the URL");
      String called = lambda.invoke(r -> r.functionName(NAME).payload(SdkBytes.fromUtf8String("{}"))).payload().asUtf8String();
      check(called.contains("one"), "invoke: " + called);
      SdkBytes zip = SdkBytes.fromByteArray(java.nio.file.Files.readAllBytes(two));
      lambda.updateFunctionCode(r -> r.functionName(NAME).zipFile(zip));
      lambda.waiter().waitUntilFunctionUpdatedV2(r -> r.functionName(NAME));
      check(get(url).contains("two"), "the URL after the update");
      int seen =
          logs.filterLogEvents(r -> r.logGroupName("/aws/lambda/" + NAME).filterPattern("\"version two\"")).events().size();
      check(seen == 1, "log events: " + seen);
      lambda.deleteFunction(r -> r.functionName(NAME));
      try {
        lambda.getFunction(r -> r.functionName(NAME));
        throw new AssertionError("a function that was deleted");
      } catch (ResourceNotFoundException e) {
        // as wanted
      }
      s3.deleteObject(r -> r.bucket(BUCKET).key("one.zip"));
      s3.deleteBucket(r -> r.bucket(BUCKET));
      iam.deleteRole(r -> r.roleName(NAME));
    }
  }

  static String get(String url) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    check(answer.statusCode() == 200, url + ": " + answer.statusCode() + " " + answer.body());
    return answer.body();
  }

  static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
