package dev.thaw.cloud.logs.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {

  private static final String ACCESS =
      "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /apache_pb.gif HTTP/1.0\" 404 1534";

  private static final String EVENT =
      """
      {"eventType": "UpdateTrail", "sourceIPAddress": "111.111.111.111", "ok": true, "gone": null,
       "arrayKey": ["value", "another"], "objectList": [{"name": "a", "id": 1}, {"name": "b", "id": 2}],
       "cluster.name": "c", "bandwidth": 75, "latency": 9.5, "code": "E-404", "x-y": "z", "far": 6e-3}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "`` => anything => true",
        "ERROR => [ERROR 400] BAD REQUEST => true",
        "ERROR => error => false",
        "ERROR REQUEST => [ERROR 400] BAD REQUEST => true",
        "ERROR GOOD => [ERROR 400] BAD REQUEST => false",
        "\"BAD REQUEST\" => [ERROR 400] BAD REQUEST => true",
        "\"BAD  REQUEST\" => [ERROR 400] BAD REQUEST => false",
        "\"say \\\"hi\\\"\" => they say \"hi\" => true",
        "?ERROR ?WARN => a WARN of sorts => true",
        "?ERROR ?WARN => INFO only => false",
        "ERROR -EXITING => ERROR and EXITING => false",
        "ERROR -EXITING => ERROR and going on => true",
        "-\"two words\" => one word => true",
        "-\"two words\" => has two words => false",
        "INFO ?ERROR => INFO => true",
        "%AUTHORIZED% => [ERROR 401] UNAUTHORIZED => true",
        "%^ERROR% => an ERROR => false",
        "%[Ee]rror|[Ff]ail% => it Failed => true",
        "%\\d{1,3}\\.\\d{1,3}\\.0\\.1$% => from 127.0.0.1 => true",
        "%a+b?c*$% => xaaab => true",
        "%^a{2}$% => aaa => false",
        "%^[^0-9]+$% => abc => true",
      })
  void matchesTermsAndExpressions(String pattern, String message, boolean matches) {
    assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "[ip, user, username, timestamp, request, status_code, bytes] => true",
        "[ip, user, username, timestamp, request, status_code] => false",
        "[ip, user, username, timestamp, request =*.gif*, status_code = 4*, bytes] => true",
        "[ip, user, username, timestamp, request =*.html*, status_code = 4*, bytes] => false",
        "[..., status_code=4*, bytes] => true",
        "[ip=127.0.0.*, ...] => true",
        "[..., bytes > 1534] => false",
        "[..., bytes >= 1.534e3] => true",
        "[ip, ..., status_code = 404 || status_code = 410, bytes] => true",
        "[ip, ..., (status_code > 400) && (status_code < 404), bytes] => false",
        "[ip=%127\\.0\\.0\\.[1-9]%, ...] => true",
        "[ip, user != \"frank\", ...] => true",
        "[..., request=\"GET*\", ...] => true",
        "[,, name = frank, ...] => true",
      })
  void matchesFields(String pattern, boolean matches) {
    assertThat(FilterPattern.parse(pattern).matches(ACCESS)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "{ $.eventType = \"UpdateTrail\" } => true",
        "{$.eventType=UpdateTrail} => true",
        "{ $.eventType = \"Update*\" } => true",
        "{ $.eventType != \"UpdateTrail\" } => false",
        "{ $.missing != \"UpdateTrail\" } => false",
        "{ $.sourceIPAddress != 123.123.* } => true",
        "{ $.sourceIPAddress = 111.111.* } => true",
        "{ $.sourceIPAddress = %^111\\.% } => true",
        "{ $.arrayKey[0] = \"value\" } => true",
        "{ $.arrayKey[*] = \"another\" } => true",
        "{ $.arrayKey[7] EXISTS } => false",
        "{ $.objectList[1].id = 2 } => true",
        "{ $.objectList[*].id > 2 } => false",
        "{ $.['cluster.name'] = \"c\" } => true",
        "{ $['cluster.name'] = \"c\" } => true",
        "{ $.x-y = z } => true",
        "{ $.bandwidth = 75 } => true",
        "{ $.bandwidth > 75 } => false",
        "{ $.bandwidth <= 75.0 } => true",
        "{ $.far = 6e-3 } => true",
        "{ $.latency < 1e1 } => true",
        "{ $.gone IS NULL } => true",
        "{ $.missing IS NULL } => false",
        "{ $.missing NOT EXISTS } => true",
        "{ $.gone NOT EXISTS } => false",
        "{ $.ok IS TRUE } => true",
        "{ $.ok is false } => false",
        "{ $.ok = true } => true",
        "{ $.eventType = \"*\" } => true",
        "{ ($.bandwidth = 1) || ($.ok IS TRUE && $.gone IS NULL) } => true",
        "{ $.bandwidth = 1 || $.ok IS TRUE && $.gone NOT EXISTS } => false",
        "{($.bandwidth=75)&&($.eventType=U*)} => true",
      })
  void matchesJson(String pattern, boolean matches) {
    assertThat(FilterPattern.parse(pattern).matches(EVENT)).isEqualTo(matches);
    assertThat(FilterPattern.parse(pattern).matches("{\"cut")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b",
        "\"open",
        "?",
        "- x",
        "{",
        "{ }",
        "{ $ = 1 }",
        "{ $.a }",
        "{ $.a = }",
        "{ $.a > b }",
        "{ $.a = 1 && }",
        "{ ($.a = 1 }",
        "{ $.a = 1 } x",
        "{ $.a[x] = 1 }",
        "{ $.a IS 5 }",
        "[",
        "[a",
        "[a = ]",
        "[a b]",
        "[a=1 && b=2]",
        "[a] b",
        "%",
        "%%",
        "%(a)%",
        "%a!%",
        "%[a%",
        "%a{2%",
        "%a{3,1}%",
        "%\u00e9%",
        "%a% %b% %c%",
        "%*a%",
        "%a{9999}%"
      })
  void refusesWhatIsNoPattern(String pattern) {
    assertThatThrownBy(() -> FilterPattern.parse(pattern)).isInstanceOf(InvalidPattern.class);
  }

  @Test
  void extractsWhatItNames() {
    assertThat(FilterPattern.parse("[ip, ..., status, bytes]").match(ACCESS))
        .contains(Map.of("$ip", "127.0.0.1", "$status", "404", "$bytes", "1534"));
    assertThat(FilterPattern.parse("{ $.bandwidth > 1 && $.eventType = \"*\" }").match(EVENT))
        .contains(Map.of("$.bandwidth", "75", "$.eventType", "UpdateTrail"));
  }

  @Test
  void survivesHostilePatternsAndMessages() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "{}[]()$.*%\\\"'=!<>&|?-,ab1 e+\u00e9\n";
    for (int i = 0; i < 20_000; i++) {
      String pattern = random(random, alphabet, 40);
      String message = random(random, alphabet, 40);
      assertThatCode(
              () -> {
                try {
                  FilterPattern.parse(pattern).match(message);
                } catch (InvalidPattern _) {
                  // Refused by name: that is what it may do
                }
              })
          .as("seed %d, pattern %s, message %s", seed, pattern, message)
          .doesNotThrowAnyException();
    }
  }

  private static String random(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Test
  void explodesOnNoExpression() {
    String message = "a".repeat(200_000);
    assertThat(FilterPattern.parse("%a*a*a*a*a*a*b%").matches(message)).isFalse();
    assertThat(FilterPattern.parse("{ $.a = \"" + "*a".repeat(200) + "*b\" }").matches(message))
        .isFalse();
    assertThatThrownBy(() -> FilterPattern.parse("{" + "(".repeat(1000)))
        .isInstanceOf(InvalidPattern.class);
  }
}
