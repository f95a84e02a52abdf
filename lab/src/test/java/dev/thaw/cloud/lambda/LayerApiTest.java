package dev.thaw.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.lambda.Api.Reply;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.lambda.FakeInvoker;
import dev.thaw.lambda.FunctionSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerApiTest {

  private static final String LAYERS = "/2018-10-31/layers";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:layer:";
  private static final String INVALID = "InvalidParameterValueException";

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

  private Reply publish(String name, byte[] zip, String more) {
    return api.send(
        "POST",
        LAYERS + "/" + name + "/versions",
        "{\"Content\":{\"ZipFile\":\""
            + Base64.getEncoder().encodeToString(zip)
            + "\"}"
            + more
            + "}");
  }

  private Reply publish(String name) {
    return publish(name, Api.zip("python/" + name + ".py", "x = 1"), "");
  }

  private Reply function(String... layers) {
    return api.create("hello", layers(layers));
  }

  private static String layers(String... arns) {
    return ",\"Layers\":"
        + Arrays.stream(arns)
            .map(arn -> "\"" + arn + "\"")
            .collect(Collectors.joining(",", "[", "]"));
  }

  private static List<String> shown(Document configuration) {
    return configuration.documents("Layers").stream().map(each -> each.text("Arn")).toList();
  }

  @Test
  void publishesVersionsAndServesTheirContent() {
    byte[] zip = Api.zip("python/a.py", "a");

    Reply reply =
        publish(
            "lib",
            zip,
            ",\"Description\":\"d\",\"CompatibleRuntimes\":[\"python3.13\"],\"LicenseInfo\":\"MIT\"");

    Document made = reply.json();
    assertThat(reply.status()).isEqualTo(201);
    assertThat(made.text("LayerArn")).isEqualTo(ARN + "lib");
    assertThat(made.text("LayerVersionArn")).isEqualTo(ARN + "lib:1");
    assertThat(made.number("Version")).isEqualTo(1);
    assertThat(made.text("Description")).isEqualTo("d");
    assertThat(made.text("LicenseInfo")).isEqualTo("MIT");
    assertThat(made.texts("CompatibleRuntimes")).containsExactly("python3.13");
    assertThat(made.text("CreatedDate")).endsWith("+0000");
    assertThat(made.document("Content").number("CodeSize")).isEqualTo(zip.length);
    String location = made.document("Content").text("Location");
    assertThat(api.get(URI.create(location).getPath()).body()).isEqualTo(zip);
    assertThat(publish("lib").json().number("Version")).isEqualTo(2);
    assertThat(api.get(LAYERS + "/lib/versions/1").json()).isEqualTo(made);
    assertThat(
            api.get(LAYERS + "?find=LayerVersion&Arn=" + (ARN + "lib:1").replace(":", "%3A"))
                .json())
        .isEqualTo(made);
  }

  @Test
  void refusesWhatIsNoLayer() {
    assertRefused(publish("lib", new byte[] {1}, ""), 400, INVALID, "Could not unzip");
    assertRefused(fromS3("packages", "lib.zip"), 400, INVALID, "S3 Error Code: NoSuchBucket");
    assertRefused(
        api.get(LAYERS + "/lib/versions/1"), 404, "ResourceNotFoundException", "does not exist");
    assertRefused(api.get(LAYERS + "/lib/versions/0"), 400, INVALID, "less than 1");
    assertThat(api.get(LAYERS).json().documents("Layers")).isEmpty();
  }

  @Test
  void takesPackagesFromS3AndLeavesThemThere() {
    byte[] zip = Api.zip("lib.py", "x = 1");
    api.send("PUT", "/packages", "");
    api.send("PUT", "/packages/lib.zip", zip);

    Document made = fromS3("packages", "lib.zip").json();

    assertThat(made.document("Content").number("CodeSize")).isEqualTo(zip.length);
    assertThat(api.get("/packages/lib.zip").body()).isEqualTo(zip);
    assertRefused(fromS3("packages", "other"), 400, INVALID, "S3 Error Code: NoSuchKey");
  }

  private Api.Reply fromS3(String bucket, String key) {
    return api.send(
        "POST",
        LAYERS + "/lib/versions",
        "{\"Content\":{\"S3Bucket\":\"%s\",\"S3Key\":\"%s\"}}".formatted(bucket, key));
  }

  @Test
  void listsLayersWithTheirNewestFittingVersion() {
    publish("b", Api.zip("x", "1"), ",\"CompatibleRuntimes\":[\"python3.13\"]");
    publish("b", Api.zip("x", "2"), ",\"CompatibleRuntimes\":[\"nodejs22.x\"]");
    publish("a");

    List<Document> all = api.get(LAYERS).json().documents("Layers");
    List<Document> fitting =
        api.get(LAYERS + "?CompatibleRuntime=python3.13").json().documents("Layers");

    assertThat(all).extracting(layer -> layer.text("LayerName")).containsExactly("a", "b");
    assertThat(all.get(1).document("LatestMatchingVersion").number("Version")).isEqualTo(2);
    assertThat(fitting).hasSize(1);
    assertThat(fitting.getFirst().document("LatestMatchingVersion").number("Version")).isEqualTo(1);
  }

  @Test
  void listsVersionsInPagesTheNewestFirst() {
    for (int i = 0; i < 3; i++) {
      publish("lib");
    }
    String path = LAYERS + "/lib/versions?MaxItems=2";

    Document first = api.get(path).json();
    Document second = api.get(path + "&Marker=" + first.text("NextMarker")).json();

    assertThat(first.documents("LayerVersions"))
        .extracting(version -> version.number("Version"))
        .containsExactly(3L, 2L);
    assertThat(second.documents("LayerVersions"))
        .extracting(version -> version.number("Version"))
        .containsExactly(1L);
    assertThat(api.get(LAYERS + "/none/versions").json().documents("LayerVersions")).isEmpty();
  }

  @Test
  void neverGivesANumberTwice() throws IOException {
    publish("lib");

    assertThat(api.delete(LAYERS + "/lib/versions/1").status()).isEqualTo(204);
    assertThat(api.delete(LAYERS + "/lib/versions/1").status()).isEqualTo(204);
    assertThat(api.get(LAYERS).json().documents("Layers")).isEmpty();
    restart();

    assertThat(publish("lib").json().number("Version")).isEqualTo(2);
  }

  @Test
  void functionsHaveTheirLayersInOrder() {
    publish("one");
    publish("two");
    AtomicReference<FunctionSpec> ran = new AtomicReference<>();
    world.invoker.behaviour =
        (spec, request) -> {
          ran.set(spec);
          return FakeInvoker.answered(request.payload());
        };

    Reply made = function(ARN + "two:1", ARN + "one:1");
    api.invoke("hello", "{}");

    assertThat(shown(made.json())).containsExactly(ARN + "two:1", ARN + "one:1");
    assertThat(made.json().documents("Layers").getFirst().number("CodeSize")).isPositive();
    assertThat(ran.get().layers())
        .extracting(layer -> entry(layer.zip()))
        .containsExactly("python/two.py", "python/one.py");
  }

  private static String entry(Path zip) {
    try (ZipFile file = new ZipFile(zip.toFile())) {
      return file.entries().nextElement().getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anUpdateReplacesOrRemovesThem() {
    publish("one");
    publish("two");
    function(ARN + "one:1");
    String path = Api.FUNCTIONS + "/hello/configuration";

    api.send("PUT", path, "{\"Timeout\":5}");
    List<String> kept = shown(api.get(path).json());
    api.send("PUT", path, "{" + layers(ARN + "two:1").substring(1) + "}");
    List<String> replaced = shown(api.get(path).json());
    api.send("PUT", path, "{\"Layers\":[]}");

    assertThat(kept).containsExactly(ARN + "one:1");
    assertThat(replaced).containsExactly(ARN + "two:1");
    assertThat(api.get(path).json().has("Layers")).isFalse();
  }

  @Test
  void refusesLayersThatCannotBeUsed() {
    publish("lib");
    publish("lib");
    String[] six = new String[6];
    Arrays.setAll(six, i -> ARN + "lib:1");

    assertRefused(
        function(ARN + "lib:7"), 400, INVALID, "Layer version " + ARN + "lib:7 does not exist.");
    assertRefused(function(ARN + "no:1"), 400, INVALID, "does not exist");
    assertRefused(function(six), 400, INVALID, "Cannot reference more than 5 layers.");
    assertRefused(
        function(ARN + "lib:1", ARN + "lib:2"), 400, INVALID, "versions of the same layer");
    assertRefused(
        function(ARN.replace("us-east-1", "eu-west-1") + "lib:1"),
        400,
        INVALID,
        "expected to be in region us-east-1");
    assertRefused(function("lib"), 400, "ValidationException", "layers");
    assertThat(api.get(Api.FUNCTIONS + "/hello").status()).isEqualTo(404);
  }

  @Test
  void codeAndLayersTogetherKeepTheLimit() throws IOException {
    byte[] big = zeros(135_000_000);
    publish("one", big, "");
    publish("two", big, "");

    assertRefused(
        function(ARN + "one:1", ARN + "two:1"),
        400,
        INVALID,
        "maximum allowed size of 262144000 bytes. The actual size is 270000005 bytes.");
    assertThat(function(ARN + "one:1").status()).isEqualTo(201);
    assertRefused(
        api.send(
            "PUT",
            Api.FUNCTIONS + "/hello/code",
            "{\"ZipFile\":\"" + Base64.getEncoder().encodeToString(big) + "\"}"),
        400,
        INVALID,
        "270000000");
  }

  private static byte[] zeros(int count) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("zeros"));
      byte[] block = new byte[1_000_000];
      for (int i = 0; i < count; i += block.length) {
        zip.write(block);
      }
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  @Test
  void aDeletedVersionStaysWithTheFunctionsThatUseIt() throws IOException {
    publish("lib");
    function(ARN + "lib:1");
    api.send("POST", Api.FUNCTIONS + "/hello/versions", "{}");
    api.delete(LAYERS + "/lib/versions/1");
    AtomicReference<FunctionSpec> ran = new AtomicReference<>();

    restart();
    world.invoker.behaviour =
        (spec, request) -> {
          ran.set(spec);
          return FakeInvoker.answered(request.payload());
        };
    api.invoke("hello:1", "{}");

    assertThat(shown(api.get(Api.FUNCTIONS + "/hello/configuration").json()))
        .containsExactly(ARN + "lib:1");
    assertThat(ran.get().layers()).hasSize(1);
    assertThat(Files.exists(ran.get().layers().getFirst().zip())).isTrue();
    assertRefused(api.create("other", layers(ARN + "lib:1")), 400, INVALID, "does not exist");
  }

  @Test
  void layersCountAsStoredCode() {
    byte[] zip = Api.zip("a", "b");
    publish("lib", zip, "");

    Document usage = api.get("/2016-08-19/account-settings").json().document("AccountUsage");

    assertThat(usage.number("TotalCodeSize")).isEqualTo(zip.length);
  }

  @Test
  void aPolicyLetsOtherAccountsIn() {
    publish("lib");
    String path = LAYERS + "/lib/versions/1/policy";
    String statement =
        "{\"StatementId\":\"s\",\"Action\":\"lambda:GetLayerVersion\",\"Principal\":\"111122223333\"}";

    assertRefused(read("111122223333"), 403, "AccessDeniedException", "lambda:GetLayerVersion");
    Reply added = api.send("POST", path, statement);
    Document policy = api.get(path).json();

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.json().text("Statement"))
        .isEqualTo(
            "{\"Sid\":\"s\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},"
                + "\"Action\":\"lambda:GetLayerVersion\",\"Resource\":\""
                + ARN
                + "lib:1\"}");
    assertThat(policy.text("RevisionId")).isEqualTo(added.json().text("RevisionId"));
    assertThat(policy.text("Policy"))
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":["
                + added.json().text("Statement")
                + "]}");
    assertThat(read("111122223333").status()).isEqualTo(200);
    assertThat(read("999922223333").status()).isEqualTo(403);
    assertThat(functionOf("111122223333").status()).isEqualTo(201);
    assertThat(functionOf("999922223333").status()).isEqualTo(403);
  }

  private Reply read(String account) {
    return api.send(
        "GET",
        LAYERS + "?find=LayerVersion&Arn=" + (ARN + "lib:1").replace(":", "%3A"),
        "",
        "Authorization",
        credential(account));
  }

  private Reply functionOf(String account) {
    return api.send(
        "POST",
        Api.FUNCTIONS,
        Api.creation("hello", Api.zip("a", "b"), layers(ARN + "lib:1")),
        "Authorization",
        credential(account));
  }

  private static String credential(String account) {
    return "AWS4-HMAC-SHA256 Credential="
        + account
        + "/20261124/us-east-1/lambda/aws4_request, Signature=0";
  }

  @Test
  void statementsComeAndGoByTheirIdsAndRevisions() throws IOException {
    publish("lib");
    String path = LAYERS + "/lib/versions/1/policy";
    String all =
        "{\"StatementId\":\"all\",\"Action\":\"lambda:GetLayerVersion\",\"Principal\":\"*\"}";
    String none = "ResourceNotFoundException";

    assertRefused(api.get(path), 404, none, "No policy is associated");
    assertRefused(api.delete(path + "/all"), 404, none, "No policy is associated");
    String revision = api.send("POST", path, all).json().text("RevisionId");
    assertRefused(
        api.send("POST", path, all), 409, "ResourceConflictException", "(all) provided already");
    assertRefused(
        api.send("POST", path + "?RevisionId=other", all.replace("all", "more")),
        412,
        "PreconditionFailedException",
        "GetPolicy");
    assertRefused(api.delete(path + "/more"), 404, none, "Statement more is not found");
    restart();
    assertThat(api.get(path).json().text("RevisionId")).isEqualTo(revision);
    assertThat(api.delete(path + "/all?RevisionId=" + revision).status()).isEqualTo(204);
    assertThat(api.get(path).status()).isEqualTo(404);
  }

  private void restart() throws IOException {
    world.close();
    world = new LambdaWorld(folder);
    api = new Api(world.port());
  }

  private static void assertRefused(Reply reply, int status, String type, String message) {
    assertThat(reply.errorType()).as(reply.text()).isEqualTo(type);
    assertThat(reply.text()).contains(message);
    assertThat(reply.status()).isEqualTo(status);
  }
}
