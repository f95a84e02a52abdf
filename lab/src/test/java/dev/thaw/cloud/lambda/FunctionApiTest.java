package dev.thaw.cloud.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.lambda.Api.Reply;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import dev.thaw.lambda.Invoker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionApiTest {

  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

  @TempDir Path folder;
  private LambdaWorld world;
  private Api api;

  @BeforeEach
  void open() throws IOException {
    world = new LambdaWorld(folder);
    api = new Api(world.port());
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void createsAFunctionWithAwsDefaults() {
    Reply reply = api.create("hello");

    Document made = reply.json();
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("x-amzn-requestid")).isNotEmpty();
    assertThat(made.text("FunctionArn")).isEqualTo(ARN + "hello");
    assertThat(made.text("State")).isEqualTo("Pending");
    assertThat(made.text("Version")).isEqualTo("$LATEST");
    assertThat(made.number("Timeout")).isEqualTo(3);
    assertThat(made.number("MemorySize")).isEqualTo(128);
    assertThat(made.text("LastModified"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
    assertThat(made.text("CodeSha256")).hasSize(44);
    assertThat(made.document("TracingConfig").text("Mode")).isEqualTo("PassThrough");
    assertThat(made.document("EphemeralStorage").number("Size")).isEqualTo(512);
    assertThat(made.document("LoggingConfig").text("LogGroup")).isEqualTo("/aws/lambda/hello");
    assertThat(made.texts("Architectures")).containsExactly("x86_64");
    assertThat(made.has("VpcConfig")).isFalse();
  }

  @Test
  void isActiveByTheNextQuestion() {
    api.create("hello");

    Document shown = api.get(Api.FUNCTIONS + "/hello").json().document("Configuration");

    assertThat(shown.text("State")).isEqualTo("Active");
    assertThat(shown.text("LastUpdateStatus")).isEqualTo("Successful");
    assertThat(shown.has("StateReason")).isFalse();
  }

  @Test
  void theLocationOfTheCodeServesIt() {
    byte[] zip = Api.zip("app.py", "y = 2");
    api.send("POST", Api.FUNCTIONS, Api.creation("hello", zip, ""));
    String location = api.get(Api.FUNCTIONS + "/hello").json().document("Code").text("Location");

    Reply code = api.get(URI.create(location).getPath());

    assertThat(location).startsWith("http://127.0.0.1:" + world.port() + "/");
    assertThat(code.body()).isEqualTo(zip);
    assertThat(api.get("/_thaw/code/../../state").status()).isEqualTo(404);
  }

  @Test
  void findsAFunctionByEveryNameOfIt() {
    api.create("hello");

    for (String name :
        new String[] {
          "hello",
          "hello:$LATEST",
          "000000000000:function:hello",
          ARN.replace(":", "%3A") + "hello",
          ARN.replace(":", "%3A") + "hello%3A%24LATEST"
        }) {
      assertThat(
              api.get(Api.FUNCTIONS + "/" + name.replace("$", "%24") + "/configuration").status())
          .as(name)
          .isEqualTo(200);
    }
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Reply reply = api.get(Api.FUNCTIONS + "/nobody");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.errorType()).isEqualTo("ResourceNotFoundException");
    assertThat(reply.json().text("Message")).isEqualTo("Function not found: " + ARN + "nobody");
    assertThat(reply.json().text("message")).isEqualTo(reply.json().text("Message"));
  }

  @Test
  void refusesANameThatIsTaken() {
    api.create("hello");

    Reply reply = api.create("hello");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.json().text("Message")).isEqualTo("Function already exist: hello");
  }

  @Test
  void refusesWhatIsNoPackage() {
    assertRefused(
        api.send("POST", Api.FUNCTIONS, Api.creation("f", "no zip".getBytes(UTF_8), "")),
        "InvalidParameterValueException",
        "Could not unzip uploaded file. Please check your file, then try to upload again.");
    assertRefused(
        api.send("POST", Api.FUNCTIONS, Api.creation("f", Api.zip("../x", ""), "")),
        "InvalidParameterValueException",
        "leaves the package");
    assertRefused(
        api.send("POST", Api.FUNCTIONS, Api.creation("f", Api.zip("only/", ""), "")),
        "InvalidParameterValueException",
        "Uploaded file must be a non-empty zip");
    assertThat(api.get(Api.FUNCTIONS + "/f").status()).isEqualTo(404);
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertRefused(api.create("f", ",\"MemorySize\":5"), "ValidationException", "'memorySize'");
    assertRefused(api.create("f", ",\"MemorySize\":20000"), "ValidationException", "10240");
    assertRefused(api.create("f", ",\"Timeout\":901"), "ValidationException", "900");
    assertRefused(
        api.create("f", ",\"Environment\":{\"Variables\":{\"AWS_REGION\":\"x\"}}"),
        "InvalidParameterValueException",
        "Reserved keys used in this request: AWS_REGION");
    assertRefused(
        api.create("f", ",\"Environment\":{\"Variables\":{\"AA\":\"" + "x".repeat(5000) + "\"}}"),
        "InvalidParameterValueException",
        "exceeded the 4KB limit");
  }

  @Test
  void saysLoudlyWhatItDoesNotEmulate() {
    Reply image = api.create("f", ",\"PackageType\":\"Image\"");
    Reply providers = api.get("/2025-11-30/capacity-providers");
    Reply iam =
        api.send(
            "POST",
            "/",
            "Action=ListRoles&Version=2010-05-08",
            "Content-Type",
            "application/x-www-form-urlencoded");

    assertThat(image.status()).isEqualTo(501);
    assertThat(providers.status()).isEqualTo(501);
    assertThat(providers.text()).contains("lambda:ListCapacityProviders");
    assertThat(iam.status()).isEqualTo(501);
    assertThat(iam.text()).contains("iam:ListRoles").startsWith("<ErrorResponse xmlns=");
  }

  @Test
  void anUpdateMakesANewRevisionAndRetiresTheOld() {
    String before = api.create("hello").json().text("RevisionId");

    Reply reply =
        api.send(
            "PUT",
            Api.FUNCTIONS + "/hello/configuration",
            "{\"MemorySize\":256,\"Environment\":{\"Variables\":{\"A1\":\"b\"}}}");

    Document shown = api.get(Api.FUNCTIONS + "/hello/configuration").json();
    assertThat(reply.json().text("LastUpdateStatus")).isEqualTo("InProgress");
    assertThat(shown.text("LastUpdateStatus")).isEqualTo("Successful");
    assertThat(shown.text("RevisionId")).isNotEqualTo(before);
    assertThat(shown.number("MemorySize")).isEqualTo(256);
    assertThat(shown.number("Timeout")).isEqualTo(3);
    assertThat(shown.document("Environment").textMap("Variables")).containsEntry("A1", "b");
    assertThat(world.invoker.asked).contains("retire hello $LATEST but the newest");
  }

  @Test
  void refusesAnUpdateOfAnotherRevision() {
    api.create("hello");

    Reply reply =
        api.send(
            "PUT",
            Api.FUNCTIONS + "/hello/configuration",
            "{\"RevisionId\":\"7f5e2f1a-0000-0000-0000-000000000000\",\"Timeout\":5}");

    assertThat(reply.status()).isEqualTo(412);
    assertThat(reply.errorType()).isEqualTo("PreconditionFailedException");
  }

  @Test
  void newCodeHasANewHash() {
    String before = api.create("hello").json().text("CodeSha256");
    String zip = Base64.getEncoder().encodeToString(Api.zip("app.py", "z = 3"));

    Reply dry =
        api.send(
            "PUT", Api.FUNCTIONS + "/hello/code", "{\"DryRun\":true,\"ZipFile\":\"" + zip + "\"}");
    String untouched = api.get(Api.FUNCTIONS + "/hello/configuration").json().text("CodeSha256");
    Reply done = api.send("PUT", Api.FUNCTIONS + "/hello/code", "{\"ZipFile\":\"" + zip + "\"}");

    assertThat(dry.json().text("CodeSha256")).isNotEqualTo(before);
    assertThat(untouched).isEqualTo(before);
    assertThat(done.json().text("CodeSha256")).isEqualTo(dry.json().text("CodeSha256"));
  }

  @Test
  void listsInPages() {
    for (String name : new String[] {"c", "a", "b"}) {
      api.create(name);
    }

    Document first = api.get(Api.FUNCTIONS + "?MaxItems=2").json();
    Document second =
        api.get(Api.FUNCTIONS + "?MaxItems=2&Marker=" + first.text("NextMarker")).json();

    assertThat(first.documents("Functions"))
        .extracting(f -> f.text("FunctionName"))
        .containsExactly("a", "b");
    assertThat(second.documents("Functions"))
        .extracting(f -> f.text("FunctionName"))
        .containsExactly("c");
    assertThat(second.has("NextMarker")).isFalse();
    assertThat(first.documents("Functions")).allSatisfy(f -> assertThat(f.has("State")).isFalse());
  }

  @Test
  void regionsAndAccountsNeverMeet() {
    String elsewhere =
        "AWS4-HMAC-SHA256 Credential=111122223333/20261124/eu-west-1/lambda/aws4_request, Signature=0";
    api.send(
        "POST",
        Api.FUNCTIONS,
        Api.creation("hello", Api.zip("a", "b"), "").getBytes(UTF_8),
        "Authorization",
        elsewhere);

    Reply there =
        api.send("GET", Api.FUNCTIONS + "/hello/configuration", "", "Authorization", elsewhere);

    assertThat(there.json().text("FunctionArn"))
        .isEqualTo("arn:aws:lambda:eu-west-1:111122223333:function:hello");
    assertThat(api.get(Api.FUNCTIONS + "/hello").status()).isEqualTo(404);
  }

  @Test
  void publishesVersionsOnlyOfWhatChanged() {
    api.create("hello");

    Document one = api.send("POST", Api.FUNCTIONS + "/hello/versions", "{}").json();
    Document same = api.send("POST", Api.FUNCTIONS + "/hello/versions", "{}").json();
    api.send("PUT", Api.FUNCTIONS + "/hello/configuration", "{\"Timeout\":9}");
    Document two =
        api.send("POST", Api.FUNCTIONS + "/hello/versions", "{\"Description\":\"second\"}").json();

    assertThat(one.text("FunctionArn")).isEqualTo(ARN + "hello:1");
    assertThat(same.text("Version")).isEqualTo("1");
    assertThat(two.text("Version")).isEqualTo("2");
    assertThat(two.text("Description")).isEqualTo("second");
    assertThat(api.get(Api.FUNCTIONS + "/hello/versions").json().documents("Versions"))
        .extracting(version -> version.text("Version"))
        .containsExactly("$LATEST", "1", "2");
    assertThat(api.get(Api.FUNCTIONS + "/hello/configuration?Qualifier=1").json().number("Timeout"))
        .isEqualTo(3);
  }

  @Test
  void namesTheFunctionWhenItIsPublishedAtOnce() {
    Document created = api.create("hello", ",\"Publish\":true").json();
    assertThat(created.text("Version")).isEqualTo("1");
    assertThat(created.text("FunctionArn")).endsWith(":function:hello");
  }

  @Test
  void deletesAVersionOrAll() {
    api.create("hello", ",\"Publish\":true");

    assertThat(api.delete(Api.FUNCTIONS + "/hello?Qualifier=1").status()).isEqualTo(204);
    assertThat(api.get(Api.FUNCTIONS + "/hello?Qualifier=1").status()).isEqualTo(404);
    assertThat(api.delete(Api.FUNCTIONS + "/hello").status()).isEqualTo(204);
    assertThat(api.get(Api.FUNCTIONS + "/hello").status()).isEqualTo(404);
    assertThat(api.delete(Api.FUNCTIONS + "/hello").status()).isEqualTo(404);
    assertThat(world.invoker.asked).contains("retire hello 1", "retire hello $LATEST");
  }

  @Test
  void reservesConcurrencyWithinTheAccount() {
    api.create("hello");
    String path = "/2017-10-31/functions/hello/concurrency";

    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(api.send("PUT", path, "{\"ReservedConcurrentExecutions\":5}").status())
        .isEqualTo(200);
    assertRefused(
        api.send("PUT", path, "{\"ReservedConcurrentExecutions\":901}"),
        "InvalidParameterValueException",
        "below its minimum value of [100]");
    assertThat(
            api.get("/2019-09-30/functions/hello/concurrency")
                .json()
                .number("ReservedConcurrentExecutions"))
        .isEqualTo(5);
    assertThat(
            api.get("/2016-08-19/account-settings")
                .json()
                .document("AccountLimit")
                .number("UnreservedConcurrentExecutions"))
        .isEqualTo(995);
    assertThat(world.invoker.asked).contains("reserve hello 5");
  }

  @Test
  void provisionsPublishedVersionsAlone() {
    api.create("hello", ",\"Publish\":true");
    String path = "/2019-09-30/functions/hello/provisioned-concurrency";
    String three = "{\"ProvisionedConcurrentExecutions\":3}";

    assertRefused(
        api.send("PUT", path + "?Qualifier=%24LATEST", three),
        "InvalidParameterValueException",
        "unpublished function versions");
    assertRefused(
        api.get(path + "?Qualifier=1"),
        "ProvisionedConcurrencyConfigNotFoundException",
        "No Provisioned");
    Reply put = api.send("PUT", path + "?Qualifier=1", three);
    world.invoker.provisioned = new Invoker.Provisioned(3, 3, 3, "");
    Document ready = api.get(path + "?Qualifier=1").json();
    world.invoker.provisioned = new Invoker.Provisioned(3, 0, 0, "FUNCTION_ERROR_INIT_FAILURE");
    Document failed =
        api.get(path + "?List=ALL").json().documents("ProvisionedConcurrencyConfigs").getFirst();

    assertThat(put.status()).isEqualTo(202);
    assertThat(put.json().text("Status")).isEqualTo("IN_PROGRESS");
    assertThat(ready.text("Status")).isEqualTo("READY");
    assertThat(failed.text("Status")).isEqualTo("FAILED");
    assertThat(failed.text("StatusReason")).isEqualTo("FUNCTION_ERROR_INIT_FAILURE");
    assertThat(failed.text("FunctionArn")).endsWith(":hello:1");
    assertThat(api.delete(path + "?Qualifier=1").status()).isEqualTo(204);
    assertThat(world.invoker.asked).contains("provision hello 1 3", "provision hello 1 0");
  }

  @Test
  void keepsTags() {
    api.create("hello", ",\"Tags\":{\"a\":\"1\"}");
    String path = "/2017-03-31/tags/" + ARN.replace(":", "%3A") + "hello";

    api.send("POST", path, "{\"Tags\":{\"b\":\"2\"}}");
    api.delete(path + "?tagKeys=a");

    assertThat(api.get(path).json().textMap("Tags")).containsOnlyKeys("b");
    assertThat(api.get(Api.FUNCTIONS + "/hello").json().textMap("Tags")).containsOnlyKeys("b");
  }

  @Test
  void everythingIsThereAfterARestart() throws IOException {
    api.create("hello", ",\"Publish\":true,\"Tags\":{\"a\":\"1\"}");
    api.send(
        "PUT", "/2017-10-31/functions/hello/concurrency", "{\"ReservedConcurrentExecutions\":7}");
    String before = api.get(Api.FUNCTIONS + "/hello").text();
    world.close();

    world = new LambdaWorld(folder);
    api = new Api(world.port());

    String after = api.get(Api.FUNCTIONS + "/hello").text();
    assertThat(new Document(Json.readObject(after.getBytes(UTF_8))).document("Configuration"))
        .isEqualTo(new Document(Json.readObject(before.getBytes(UTF_8))).document("Configuration"));
    assertThat(api.get(Api.FUNCTIONS + "/hello?Qualifier=1").status()).isEqualTo(200);
    assertThat(world.invoker.asked).contains("reserve hello 7");
  }

  private static void assertRefused(Reply reply, String type, String message) {
    assertThat(reply.errorType()).as(reply.text()).isEqualTo(type);
    assertThat(reply.text()).contains(message);
    assertThat(reply.status()).isBetween(400, 499);
  }
}
