package dev.thaw.cloud.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Document;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Scope;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.cloud.protocol.ServiceClient;
import dev.thaw.cloud.state.Store;
import dev.thaw.timeline.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StsTest {

  private static final String ROLE = "arn:aws:iam::111122223333:role/team/deploys";
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  @TempDir Path folder;
  private final VirtualClock clock = new VirtualClock(NOON.getEpochSecond() * 1_000_000_000L);
  private final List<Service> services = new ArrayList<>();
  private final ServiceClient client = new ServiceClient(() -> services, clock);
  private Store store;
  private StsService sts;

  @BeforeEach
  void open() {
    store = Store.open(folder);
    sts = new StsService(Models.bundled(), store, client, clock);
    services.clear();
    services.add(sts.service());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Document call(String key, String operation, Object... members) {
    Map<String, Object> input = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      input.put((String) members[i], members[i + 1]);
    }
    Scope scope = new Scope("us-east-1", Scope.account(key), key, Optional.of("sts"));
    return client.call(scope, "sts", operation, input);
  }

  private Document assume(String key, Object... more) {
    Object[] members = new Object[more.length + 4];
    members[0] = "RoleArn";
    members[1] = ROLE;
    members[2] = "RoleSessionName";
    members[3] = "me";
    System.arraycopy(more, 0, members, 4, more.length);
    return call(key, "AssumeRole", members);
  }

  private void refuses(String code, String words, String key, String operation, Object... members) {
    assertThatThrownBy(() -> call(key, operation, members))
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith(code + ": ")
        .hasMessageContaining(words);
  }

  @Test
  void whoeverHoldsAnyKeyIsTheRootOfItsAccount() {
    Document identity = call("123456789012", "GetCallerIdentity");

    assertThat(identity.text("Account")).isEqualTo("123456789012");
    assertThat(identity.text("Arn")).isEqualTo("arn:aws:iam::123456789012:root");
    assertThat(identity.text("UserId")).isEqualTo("123456789012");
    assertThat(call("test", "GetCallerIdentity").text("Account")).isEqualTo("000000000000");
  }

  @Test
  void credentialsOfARoleLeadToItsAccountAndName() {
    Document answer = assume("test");
    Document credentials = answer.document("Credentials");
    String key = credentials.text("AccessKeyId");

    Document identity = call(key, "GetCallerIdentity");

    assertThat(identity.text("Account")).isEqualTo("111122223333");
    assertThat(identity.text("Arn"))
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/deploys/me")
        .isEqualTo(answer.document("AssumedRoleUser").text("Arn"));
    assertThat(identity.text("UserId"))
        .matches("AROA[A-Z0-9]{17}:me")
        .isEqualTo(answer.document("AssumedRoleUser").text("AssumedRoleId"));
    assertThat(credentials.optional("Expiration", Instant.class))
        .contains(NOON.plus(Duration.ofHours(1)));
    assertThat(credentials.text("SecretAccessKey")).hasSize(40);
    assertThat(call("test", "GetAccessKeyInfo", "AccessKeyId", key).text("Account"))
        .isEqualTo("111122223333");
  }

  @Test
  void sessionsSurviveARestartAndAreForgottenInTime() {
    String key = assume("test").document("Credentials").text("AccessKeyId");
    close();
    open();

    assertThat(call(key, "GetCallerIdentity").text("Arn")).endsWith("assumed-role/deploys/me");
    clock.advance(Duration.ofHours(2));
    assertThat(sts.session(key).orElseThrow().expired(NOON.plus(Duration.ofHours(2)))).isTrue();
    clock.advance(Duration.ofDays(1));
    close();
    open();
    assertThat(sts.session(key)).isEmpty();
  }

  @Test
  void aRoleThatIamKnowsHasItsIdAndItsLimit() {
    services.add(
        service(
            "iam",
            "GetRole",
            Map.of(
                "Role",
                Map.of(
                    "RoleName", "deploys", "RoleId", "AROATHEONE", "MaxSessionDuration", 7200L))));

    assertThat(assume("test", "DurationSeconds", 7200L).document("AssumedRoleUser").members())
        .containsEntry("AssumedRoleId", "AROATHEONE:me");
    assertThatThrownBy(() -> assume("test", "DurationSeconds", 7201L))
        .hasMessageContaining("exceeds the MaxSessionDuration set for this role.");
  }

  private static Service service(String name, String operation, Map<String, Object> output) {
    return new Service(
        Models.bundled(),
        name,
        Map.of(operation, call -> Answer.of(output)),
        new Service.BodyLimit() {
          @Override
          public long bytes(Operation asked) {
            return 1 << 20;
          }

          @Override
          public ApiException exceeded(Operation asked) {
            return new ApiException(413, "TooLarge", asked.name());
          }
        });
  }

  @Test
  void aRoleTakenByARoleLastsAnHour() {
    String key = assume("test").document("Credentials").text("AccessKeyId");

    assertThatThrownBy(() -> assume(key, "DurationSeconds", 3601L))
        .hasMessageContaining("role chaining");
    assertThat(assume(key).document("AssumedRoleUser").text("Arn")).endsWith("/me");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:iam::111122223333:user/somebody",
        "arn:aws:iam::1111:role/deploys/x",
        "arn:aws:iam::111122223333:role/"
      })
  void refusesWhatIsNoRole(String arn) {
    refuses(
        "ValidationError",
        arn + " is invalid",
        "test",
        "AssumeRole",
        "RoleArn",
        arn,
        "RoleSessionName",
        "me");
  }

  @Test
  void aSessionTokenKeepsItsHolder() {
    String key =
        call("123456789012", "GetSessionToken").document("Credentials").text("AccessKeyId");

    assertThat(call(key, "GetCallerIdentity").text("Arn"))
        .isEqualTo("arn:aws:iam::123456789012:root");
    refuses(
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials",
        key,
        "GetSessionToken");
  }

  @Test
  void aFederatedUserIsCalledByItsName() {
    Document answer = call("123456789012", "GetFederationToken", "Name", "guest");

    assertThat(
            call(answer.document("Credentials").text("AccessKeyId"), "GetCallerIdentity")
                .text("Arn"))
        .isEqualTo("arn:aws:sts::123456789012:federated-user/guest");
  }

  @Test
  void aWebIdentityTakesARole() {
    String token = token("{\"sub\":\"u\",\"aud\":\"app\",\"iss\":\"https://id\",\"exp\":%d}");

    Document answer = withToken(token);

    assertThat(answer.text("SubjectFromWebIdentityToken")).isEqualTo("u");
    assertThat(answer.text("Audience")).isEqualTo("app");
    assertThat(answer.text("Provider")).isEqualTo("https://id");
    assertThat(
            call(answer.document("Credentials").text("AccessKeyId"), "GetCallerIdentity")
                .text("Arn"))
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/deploys/me");
    clock.advance(Duration.ofHours(2));
    assertThatThrownBy(() -> withToken(token)).hasMessageStartingWith("ExpiredTokenException: ");
  }

  @Test
  void refusesTokensThatAreNone() {
    String json = "{\"sub\":\"u\",\"iss\":\"i\",\"exp\":%d}";

    assertThatThrownBy(() -> withToken("abcd")).hasMessageContaining("not a valid JWT");
    assertThatThrownBy(() -> withToken("e30.!.x")).hasMessageContaining("not a valid JWT");
    assertThatThrownBy(() -> withToken(token(json))).hasMessageContaining("claim: aud");
    assertThatThrownBy(() -> withToken(token("{}"))).hasMessageContaining("claim: exp");
  }

  private Document withToken(String token) {
    return call(
        "",
        "AssumeRoleWithWebIdentity",
        "RoleArn",
        ROLE,
        "RoleSessionName",
        "me",
        "WebIdentityToken",
        token);
  }

  private String token(String claims) {
    return base64("{\"alg\":\"none\"}")
        + "."
        + base64(claims.formatted(NOON.getEpochSecond() + 3600))
        + ".signature";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void saysWhatItDoesNotDo() {
    refuses(
        "NotImplemented",
        "thaw does not emulate sts:DecodeAuthorizationMessage",
        "test",
        "DecodeAuthorizationMessage",
        "EncodedMessage",
        "x");
    assertThatThrownBy(() -> assume("test", "TokenCode", "123456"))
        .hasMessageContaining("does not emulate TokenCode");
  }
}
