package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectTest {

  private static final String DEPLOYED =
      """
      {"resources":[
      {"name":"default-role","resource_type":"iam_role","role_arn":"arn:aws:iam::1:role/r"},
      {"name":"nightly","resource_type":"lambda_function","lambda_arn":"arn:other"},
      {"name":"api_handler","resource_type":"lambda_function",
       "lambda_arn":"arn:aws:lambda:us-east-1:000000000000:function:shop-dev"},
      {"name":"rest_api","resource_type":"rest_api","rest_api_id":"abc",
       "rest_api_url":"https://abc.execute-api.us-east-1.amazonaws.com/api/"}],
      "schema_version":"2.0","backend":"api"}\
      """;

  private static final String STATUS =
      """
      {"Lambda Versions":1,"Lambda Name":"shop-dev",
      "Lambda ARN":"arn:aws:lambda:us-east-1:000000000000:function:shop-dev",
      "API Gateway URL":"https://abc.execute-api.us-east-1.amazonaws.com/dev"}\
      """;

  @TempDir Path folder;

  private Project chalice(String config) throws IOException {
    Files.createDirectories(folder.resolve(".chalice"));
    Files.writeString(folder.resolve(".chalice/config.json"), config);
    return Project.in(folder).orElseThrow();
  }

  private Project zappa(String settings) throws IOException {
    Files.writeString(folder.resolve("zappa_settings.json"), settings);
    return Project.in(folder).orElseThrow();
  }

  private static ProjectFile file(String json) {
    return ProjectFile.parse(Path.of("that.json"), json.getBytes(StandardCharsets.UTF_8));
  }

  private static String failure(ThrowingRun run) {
    return String.valueOf(
        assertThatExceptionOfType(Failure.class).isThrownBy(run::run).actual().getMessage());
  }

  private interface ThrowingRun {
    void run() throws IOException;
  }

  @Test
  void knowsAProjectByItsFile() throws IOException {
    assertThat(Project.in(folder)).isEmpty();
    assertThat(Project.in(folder.resolve("nowhere"))).isEmpty();
    assertThat(zappa("{}").tool()).isEqualTo("zappa");
    assertThat(chalice("{}").tool()).isEqualTo("chalice");
  }

  @Test
  void isNoProjectForAFolderWithTheFilesName() throws IOException {
    Files.createDirectories(folder.resolve("zappa_settings.json"));
    Files.createDirectories(folder.resolve(".chalice/config.json"));
    assertThat(Project.in(folder)).isEmpty();
  }

  @Test
  void choosesTheOnlyStageOrDev() throws IOException {
    assertThat(zappa("{\"live\":{}}").stage(Optional.empty())).isEqualTo("live");
    assertThat(zappa("{\"dev\":{},\"slim\":{}}").stage(Optional.empty())).isEqualTo("dev");
    assertThat(zappa("{\"dev\":{},\"slim\":{}}").stage(Optional.of("slim"))).isEqualTo("slim");
    assertThat(chalice("{}").stage(Optional.empty())).isEqualTo("dev");
    assertThat(chalice("{\"stages\":{\"live\":{}}}").stage(Optional.empty())).isEqualTo("live");
    assertThat(chalice("{\"stages\":{\"live\":{}}}").stage(Optional.of("new"))).isEqualTo("new");
  }

  @Test
  void namesTheStagesThatThereAre() throws IOException {
    Project project = zappa("{\"live\":{},\"beta\":{},\"comment\":\"x\"}");
    assertThat(failure(() -> project.stage(Optional.empty())))
        .startsWith("stage: dev is not in ")
        .endsWith("(expected: --stage beta or live)");
    assertThat(failure(() -> project.stage(Optional.of("dev")))).startsWith("--stage dev is not");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "--help", "-s", "a/b", "", "a b", "..", "a..b", "ä", "a\nb"})
  void refusesStagesThatArePathsOrOptions(String stage) throws IOException {
    Project project = chalice("{}");
    assertThat(failure(() -> project.stage(Optional.of(stage))))
        .isEqualTo("stage: " + stage + " (expected: letters, digits, _, - and .)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "7", "\"x\"", "{\"a\":}", "\u0000"})
  void namesTheFileThatIsNoJsonObject(String json) throws IOException {
    Project project = zappa(json);
    assertThat(failure(() -> project.stage(Optional.empty())))
        .startsWith(folder.resolve("zappa_settings.json").toString());
    Project chalice = chalice(json);
    assertThat(failure(() -> chalice.stage(Optional.empty())))
        .startsWith(folder.resolve(".chalice/config.json").toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"stages\":7}", "{\"stages\":null}", "{\"stages\":[1]}"})
  void passesOverStagesThatAreNone(String config) throws IOException {
    assertThat(chalice(config).stage(Optional.empty())).isEqualTo("dev");
  }

  @Test
  void saysThatThereIsNoStage() throws IOException {
    Project project = zappa("{\"dev\":[]}");
    assertThat(failure(() -> project.stage(Optional.empty()))).contains(": no stage (expected: ");
  }

  @Test
  void readsWhatChaliceDeployed() {
    assertThat(ChaliceProject.deployed(file(DEPLOYED)))
        .isEqualTo(
            new Project.Deployed(
                "arn:aws:lambda:us-east-1:000000000000:function:shop-dev",
                "https://abc.execute-api.us-east-1.amazonaws.com/api/"));
    assertThat(failure(() -> ChaliceProject.deployed(file("{\"resources\":[]}"))))
        .startsWith("that.json: no rest_api with a rest_api_url");
  }

  @Test
  void readsWhatZappaTells() {
    assertThat(ZappaProject.deployed(file(STATUS)))
        .isEqualTo(
            new Project.Deployed(
                "arn:aws:lambda:us-east-1:000000000000:function:shop-dev",
                "https://abc.execute-api.us-east-1.amazonaws.com/dev"));
    assertThat(failure(() -> ZappaProject.deployed(file("{\"API Gateway URL\":\"None\"}"))))
        .contains("no API Gateway URL");
  }

  /// Whatever stands there, it is a failure that is told, or a result.
  @Test
  void failsAsToldOnBrokenRecords() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      boolean chalice = random.nextBoolean();
      String broken = broken(chalice ? DEPLOYED : STATUS, random);
      try {
        Project.Deployed deployed =
            chalice ? ChaliceProject.deployed(file(broken)) : ZappaProject.deployed(file(broken));
        assertThat(deployed.url()).isNotBlank();
      } catch (Failure e) {
        assertThat(e.getMessage()).as("seed " + seed).startsWith("that.json: ");
      }
    }
  }

  private static String broken(String json, Random random) {
    StringBuilder text = new StringBuilder(json);
    for (int change = random.nextInt(1, 4); change > 0 && text.length() > 2; change--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setLength(at);
        case 2 -> text.setCharAt(at, "{}[]\",:\\ 7\u0001".charAt(random.nextInt(11)));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 9)));
      }
    }
    return text.toString();
  }

  @Test
  void takesAnArnApart() {
    assertThat(FunctionArn.parse("arn:aws:lambda:eu-west-1:123456789012:function:shop-dev:7"))
        .isEqualTo(new FunctionArn("eu-west-1", "123456789012", "shop-dev"));
    assertThat(failure(() -> FunctionArn.parse("shop-dev")))
        .isEqualTo("shop-dev (expected: arn:aws:lambda:REGION:ACCOUNT:function:NAME)");
  }
}
