package dev.thaw.cloud.iam;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.ApiException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyDocumentTest {

  private static final String ALL = "'Effect':'Allow','Action':'s3:*','Resource':'*'";

  private static String document(String statement) {
    return ("{'Version':'2012-10-17','Statement':[{" + statement + "}]}").replace('\'', '"');
  }

  @Test
  void takesOneStatementOrSeveral() {
    PolicyDocument.checkPermissions(document(ALL));
    PolicyDocument.checkPermissions(
        ("{'Version':'2012-10-17','Statement':{" + ALL + "}}").replace('\'', '"'));
    PolicyDocument.checkPermissions(
        document("'Effect':'Deny','NotAction':['s3:Get*'],'NotResource':['arn:aws:s3:::b/*']"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Effect':'Allow','Action':'s3:*' | Policy statement must contain resources.
          'Effect':'Allow','Resource':'*' | Policy statement must contain actions.
          'Effect':'allow','Action':'s3:*','Resource':'*' | Syntax errors in policy.
          'Effect':'Allow','Action':'read','Resource':'*' | must be prefaced by a vendor
          'Effect':'Allow','Action':'s3:*','Resource':'b' | Resource b must be in ARN format or "*".
          'Effect':'Allow','Action':'s3:*','Resource':'*','Principal':'*' | not specify a principal
          'Effect':'Allow','Action':7,'Resource':'*' | Syntax errors in policy.
          'Effect':'Allow','Action':'s3:*','Resource':'*','Other':1 | Syntax errors in policy.
          """)
  void refusesPermissionsThatAreNone(String statement, String words) {
    assertRefused(() -> PolicyDocument.checkPermissions(document(statement)), words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Effect':'Allow','Action':'sts:AssumeRole' | Missing required field Principal
          'Effect':'Allow','Principal':{'Service':'x'} | Missing required field Action
          'Effect':'Allow','Action':'s3:*','Principal':'*' | may only specify STS AssumeRole actions
          'Effect':'Allow','Action':'sts:*','Principal':'*','Resource':'*' | prohibited field Resource
          'Effect':'Allow','Action':'sts:*','Principal':'me' | Invalid principal in policy: "me"
          """)
  void refusesTrustThatIsNone(String statement, String words) {
    assertRefused(() -> PolicyDocument.checkTrust(document(statement)), words);
  }

  @Test
  void refusesWhatIsNoJsonAndWhatIsNoPolicy() {
    assertRefused(() -> PolicyDocument.checkTrust("{"), "This policy contains invalid Json");
    assertRefused(() -> PolicyDocument.checkPermissions("{"), "Syntax errors in policy.");
    assertRefused(() -> PolicyDocument.checkPermissions("[]"), "Syntax errors in policy.");
    assertRefused(() -> PolicyDocument.checkPermissions("{}"), "must be version 2012-10-17");
    assertRefused(
        () -> PolicyDocument.checkPermissions(document(ALL).replace("2012-10-17", "2024-01-01")),
        "valid version string");
  }

  @Test
  void whateverTheTextItIsTakenOrRefused() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String valid = document(ALL);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(valid);
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
          default -> text.insert(at, valid, 0, random.nextInt(valid.length()));
        }
      }
      assertThatCode(() -> check(text.toString())).doesNotThrowAnyException();
    }
  }

  private static void check(String text) {
    try {
      PolicyDocument.checkPermissions(text);
    } catch (ApiException _) {
      // Refused
    }
    try {
      PolicyDocument.checkTrust(text);
    } catch (ApiException _) {
      // Refused
    }
  }

  private static void assertRefused(Runnable check, String words) {
    assertThatThrownBy(check::run)
        .isInstanceOf(ApiException.class)
        .hasMessageStartingWith("MalformedPolicyDocument: ")
        .hasMessageContaining(words);
  }
}
