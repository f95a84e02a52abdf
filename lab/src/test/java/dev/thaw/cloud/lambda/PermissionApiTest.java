package dev.thaw.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.lambda.Api.Reply;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PermissionApiTest {

  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";
  private static final String POLICY = Api.FUNCTIONS + "/hello/policy";
  private static final String NOT_FOUND = "ResourceNotFoundException";

  @TempDir Path folder;
  private LambdaWorld world;
  private Api api;

  @BeforeEach
  void open() throws IOException {
    world = new LambdaWorld(folder);
    api = new Api(world.port());
    api.create("hello", ",\"Publish\":true");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Reply add(String query, String id, String principal, String more) {
    return api.send(
        "POST",
        POLICY + query,
        "{\"StatementId\":\"%s\",\"Principal\":\"%s\",\"Action\":\"lambda:InvokeFunction\"%s}"
            .formatted(id, principal, more));
  }

  private Document statement(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return document(reply.json().text("Statement"));
  }

  private static Document document(String json) {
    return new Document(Json.readObject(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void addsAStatementForAService() {
    Reply reply =
        add(
            "",
            "s3",
            "s3.amazonaws.com",
            ",\"SourceArn\":\"arn:aws:s3:::bucket\",\"SourceAccount\":\"000000000000\"");

    assertThat(reply.json().text("Statement"))
        .isEqualTo(
            "{\"Sid\":\"s3\",\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"s3.amazonaws.com\"},"
                + "\"Action\":\"lambda:InvokeFunction\",\"Resource\":\""
                + ARN
                + "\",\"Condition\":{\"StringEquals\":{\"AWS:SourceAccount\":\"000000000000\"},"
                + "\"ArnLike\":{\"AWS:SourceArn\":\"arn:aws:s3:::bucket\"}}}");
    assertThat(api.get(POLICY).json().text("Policy"))
        .isEqualTo(
            "{\"Version\":\"2012-10-17\",\"Id\":\"default\",\"Statement\":["
                + reply.json().text("Statement")
                + "]}");
  }

  @Test
  void writesPrincipalsAsAwsDoes() {
    Document account = statement(add("", "a", "111122223333", ""));
    Document role = statement(add("", "b", "arn:aws:iam::111122223333:role/r", ""));
    Document all = statement(add("", "c", "*", ",\"PrincipalOrgID\":\"o-abcdefghij\""));

    assertThat(account.document("Principal").text("AWS"))
        .isEqualTo("arn:aws:iam::111122223333:root");
    assertThat(role.document("Principal").text("AWS"))
        .isEqualTo("arn:aws:iam::111122223333:role/r");
    assertThat(all.text("Principal")).isEqualTo("*");
    assertThat(all.document("Condition").document("StringEquals").text("aws:PrincipalOrgID"))
        .isEqualTo("o-abcdefghij");
    assertRefused(
        add("", "d", "nobody", ""), 400, "InvalidParameterValueException", "principal was invalid");
  }

  @Test
  void aFunctionUrlHasConditionsOfItsOwn() {
    String url =
        "{\"StatementId\":\"u\",\"Principal\":\"*\",\"Action\":\"lambda:InvokeFunctionUrl\","
            + "\"FunctionUrlAuthType\":\"NONE\"}";

    Document made = statement(api.send("POST", POLICY, url));
    Document via = statement(add("", "v", "*", ",\"InvokedViaFunctionUrl\":true"));

    assertThat(
            made.document("Condition").document("StringEquals").text("lambda:FunctionUrlAuthType"))
        .isEqualTo("NONE");
    assertThat(via.document("Condition").document("Bool").text("lambda:InvokedViaFunctionUrl"))
        .isEqualTo("true");
    assertRefused(
        add("", "w", "*", ",\"FunctionUrlAuthType\":\"NONE\""),
        400,
        "InvalidParameterValueException",
        "only supported for lambda:InvokeFunctionUrl action");
  }

  @Test
  void everyQualifierHasItsOwnPolicy() {
    api.send(
        "POST", Api.FUNCTIONS + "/hello/aliases", "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}");

    assertThat(statement(add("", "a", "*", "")).text("Resource")).isEqualTo(ARN);
    assertThat(statement(add("?Qualifier=1", "a", "*", "")).text("Resource")).isEqualTo(ARN + ":1");
    assertThat(statement(add("?Qualifier=live", "a", "*", "")).text("Resource"))
        .isEqualTo(ARN + ":live");
    assertRefused(
        add("?Qualifier=%24LATEST", "a", "*", ""),
        400,
        "InvalidParameterValueException",
        "do not support adding policies for $LATEST");
    assertRefused(add("?Qualifier=7", "a", "*", ""), 404, NOT_FOUND, ARN + ":7");
    assertThat(api.delete(POLICY + "/a?Qualifier=1").status()).isEqualTo(204);
    assertRefused(api.get(POLICY + "?Qualifier=1"), 404, NOT_FOUND, "does not exist");
    assertThat(api.get(POLICY + "?Qualifier=live").status()).isEqualTo(200);
  }

  @Test
  void aPolicyGoesWithItsAlias() {
    String alias = "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}";
    api.send("POST", Api.FUNCTIONS + "/hello/aliases", alias);
    add("?Qualifier=live", "a", "*", "");

    api.delete(Api.FUNCTIONS + "/hello/aliases/live");
    api.send("POST", Api.FUNCTIONS + "/hello/aliases", alias);

    assertThat(api.get(POLICY + "?Qualifier=live").status()).isEqualTo(404);
  }

  @Test
  void refusesAnIdThatIsTakenOrNotThere() {
    assertRefused(api.get(POLICY), 404, NOT_FOUND, "does not exist");
    assertRefused(api.delete(POLICY + "/a"), 404, NOT_FOUND, "No policy is associated");
    add("", "a", "*", "");

    assertRefused(
        add("", "a", "*", ""),
        409,
        "ResourceConflictException",
        "The statement id (a) provided already exists.");
    assertRefused(api.delete(POLICY + "/b"), 404, NOT_FOUND, "Statement b is not found");
    assertRefused(api.get(Api.FUNCTIONS + "/nobody/policy"), 404, NOT_FOUND, "function:nobody");
  }

  @Test
  void changesOnlyTheRevisionThatTheCallerKnows() {
    add("", "a", "*", "");
    String revision = api.get(POLICY).json().text("RevisionId");
    String function = api.get(Api.FUNCTIONS + "/hello/configuration").json().text("RevisionId");

    assertThat(add("", "b", "*", ",\"RevisionId\":\"" + revision + "\"").status()).isEqualTo(201);
    assertRefused(
        add("", "c", "*", ",\"RevisionId\":\"" + revision + "\""),
        412,
        "PreconditionFailedException",
        "GetPolicy");
    assertThat(api.delete(POLICY + "/b?RevisionId=" + revision).status()).isEqualTo(412);
    assertThat(api.get(Api.FUNCTIONS + "/hello/configuration").json().text("RevisionId"))
        .isEqualTo(function);
    assertThat(world.invoker.asked).isEmpty();
  }

  @Test
  void refusesAPolicyOverTheLimit() {
    String arn = ",\"SourceArn\":\"arn:aws:s3:::" + "b".repeat(9000) + "\"";
    add("", "a", "s3.amazonaws.com", arn);
    add("", "b", "s3.amazonaws.com", arn);

    assertRefused(
        add("", "c", "s3.amazonaws.com", arn),
        400,
        "PolicyLengthExceededException",
        "is bigger than the limit (20480).");
    assertThat(document(api.get(POLICY).json().text("Policy")).documents("Statement")).hasSize(2);
  }

  @Test
  void aPolicyOutlivesARestart() throws IOException {
    add("", "a", "s3.amazonaws.com", ",\"SourceArn\":\"arn:aws:s3:::bucket\"");
    String before = api.get(POLICY).text();
    world.close();

    world = new LambdaWorld(folder);
    api = new Api(world.port());

    assertThat(api.get(POLICY).text()).isEqualTo(before);
  }

  private static void assertRefused(Reply reply, int status, String type, String message) {
    assertThat(reply.errorType()).as(reply.text()).isEqualTo(type);
    assertThat(reply.text()).contains(message);
    assertThat(reply.status()).isEqualTo(status);
  }
}
