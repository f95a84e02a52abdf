package dev.thaw.cloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.gateway.Functions.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whom policies of functions let in.
class FrontDoorFunctionsTest {

  private static final String API = "apigateway.amazonaws.com";
  private static final String INVOKE = "lambda:InvokeFunction";
  private static final String INVOKE_URL = "lambda:InvokeFunctionUrl";
  private static final String ARN = "arn:aws:execute-api:us-east-1:123456789012:abc/dev/GET/users";

  private static boolean permits(Map<String, Object> statement, Caller caller) {
    return PolicyCheck.permits(new ResourcePolicy(List.of(statement), "1"), caller);
  }

  private static Map<String, Object> statement(
      Object principal, String action, Map<String, Object> condition) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", "s");
    statement.put("Effect", "Allow");
    statement.put("Principal", principal);
    statement.put("Action", action);
    statement.put("Resource", "*");
    if (!condition.isEmpty()) {
      statement.put("Condition", condition);
    }
    return statement;
  }

  private static Caller api(String arn) {
    return new Caller(API, INVOKE, Optional.of(arn), Optional.of("123456789012"), Optional.empty());
  }

  private static Caller url(String principal) {
    return new Caller(
        principal, INVOKE_URL, Optional.empty(), Optional.empty(), Optional.of("NONE"));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:execute-api:us-east-1:123456789012:abc/*, true",
    "arn:aws:execute-api:us-east-1:123456789012:abc/*/GET/users, true",
    "arn:aws:execute-api:us-east-1:123456789012:abc/*/POST/*, false",
    "arn:aws:execute-api:us-east-1:123456789012:xyz/*, false"
  })
  void anApiIsLetInByItsArn(String pattern, boolean permitted) {
    Map<String, Object> condition = Map.of("ArnLike", Map.of("AWS:SourceArn", pattern));

    assertThat(permits(statement(Map.of("Service", API), INVOKE, condition), api(ARN)))
        .isEqualTo(permitted);
  }

  @Test
  void aPrincipalAndAnActionMustFit() {
    assertThat(permits(statement(Map.of("Service", API), INVOKE, Map.of()), api(ARN))).isTrue();
    assertThat(
            permits(statement(Map.of("Service", "s3.amazonaws.com"), INVOKE, Map.of()), api(ARN)))
        .isFalse();
    assertThat(permits(statement(Map.of("Service", API), INVOKE_URL, Map.of()), api(ARN)))
        .isFalse();
    assertThat(PolicyCheck.permits(ResourcePolicy.NONE, api(ARN))).isFalse();
  }

  @Test
  void everybodyIsLetInToAnOpenUrl() {
    Map<String, Object> open = Map.of("StringEquals", Map.of("lambda:FunctionUrlAuthType", "NONE"));
    Map<String, Object> signed =
        Map.of("StringEquals", Map.of("lambda:FunctionUrlAuthType", "AWS_IAM"));

    assertThat(permits(statement("*", INVOKE_URL, open), url("*"))).isTrue();
    assertThat(permits(statement("*", INVOKE_URL, signed), url("*"))).isFalse();
  }

  @Test
  void anAccountStandsForItsPeople() {
    Map<String, Object> account = Map.of("AWS", "arn:aws:iam::111122223333:root");

    assertThat(
            permits(
                statement(account, INVOKE_URL, Map.of()), url("arn:aws:iam::111122223333:user/a")))
        .isTrue();
    assertThat(
            permits(
                statement(account, INVOKE_URL, Map.of()), url("arn:aws:iam::999922223333:user/a")))
        .isFalse();
  }

  @Test
  void aConditionThatIsNotKnownLetsNobodyIn() {
    Map<String, Object> condition = Map.of("StringEquals", Map.of("aws:PrincipalOrgID", "o-1"));

    assertThat(permits(statement("*", INVOKE_URL, condition), url("*"))).isFalse();
  }
}
