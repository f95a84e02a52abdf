package dev.thaw.cloud.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {

  private static final String EVENT =
      """
      {
        "source": "my.app",
        "detail-type": "Order Placed",
        "resources": ["arn:a", "arn:b"],
        "detail": {
          "state": "Running", "count": 300, "price": 1.5, "flag": true, "nothing": null,
          "ip": "10.1.2.3", "six": "2001:db8::7", "path": "dir/a*b/file.png", "empty": [],
          "items": [{"sku": "x", "n": 1}, {"sku": "y", "n": 2, "odd": "z"}],
          "nested": {"deep": {"er": "v"}}
        }
      }
      """;

  private static boolean matches(String pattern, String event) {
    return EventPattern.parse(pattern)
        .matches(Json.readObject(event.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'source': ['my.app']} | true",
        "{'source': ['other', 'my.app']} | true",
        "{'source': ['other']} | false",
        "{'source': ['my.app'], 'detail': {'state': ['Stopped']}} | false",
        "{'source': ['my.app'], 'detail': {'state': ['Running']}} | true",
        "{'resources': ['arn:b']} | true",
        "{'resources': ['arn:c']} | false",
        "{'detail': {'count': [300]}} | true",
        "{'detail': {'count': [300.0]}} | false",
        "{'detail': {'count': ['300']}} | false",
        "{'detail': {'flag': [true]}} | true",
        "{'detail': {'flag': ['true']}} | false",
        "{'detail': {'nothing': [null]}} | true",
        "{'detail': {'state': [null]}} | false",
        "{'detail': {'state': [{'prefix': 'Run'}]}} | true",
        "{'detail': {'state': [{'prefix': 'run'}]}} | false",
        "{'detail': {'state': [{'prefix': {'equals-ignore-case': 'RUN'}}]}} | true",
        "{'detail': {'state': [{'suffix': 'ing'}]}} | true",
        "{'detail': {'state': [{'suffix': 'a very much longer text Running'}]}} | false",
        "{'detail': {'state': [{'suffix': {'equals-ignore-case': 'ING'}}]}} | true",
        "{'detail': {'count': [{'prefix': '3'}]}} | false",
        "{'detail': {'state': [{'equals-ignore-case': 'rUNNING'}]}} | true",
        "{'detail': {'path': [{'wildcard': 'dir/*.png'}]}} | true",
        "{'detail': {'path': [{'wildcard': '*.jpg'}]}} | false",
        "{'detail': {'path': [{'wildcard': 'dir/a\\\\*b/*'}]}} | true",
        "{'detail': {'state': [{'wildcard': 'Run\\\\*'}]}} | false",
        "{'detail': {'state': [{'wildcard': '*n*n*n*'}]}} | true",
        "{'detail': {'state': [{'wildcard': '*n*n*n*n*'}]}} | false",
        "{'detail': {'state': [{'anything-but': 'Stopped'}]}} | true",
        "{'detail': {'state': [{'anything-but': ['Stopped', 'Running']}]}} | false",
        "{'detail': {'count': [{'anything-but': [1, 2]}]}} | true",
        "{'detail': {'count': [{'anything-but': 300}]}} | false",
        "{'detail': {'absent': [{'anything-but': 'x'}]}} | false",
        "{'detail': {'state': [{'anything-but': {'prefix': 'Run'}}]}} | false",
        "{'detail': {'state': [{'anything-but': {'prefix': ['Sto', 'Ter']}}]}} | true",
        "{'detail': {'state': [{'anything-but': {'suffix': ['ing', 'ed']}}]}} | false",
        "{'detail': {'state': [{'anything-but': {'equals-ignore-case': ['running']}}]}} | false",
        "{'detail': {'state': [{'anything-but': {'wildcard': '*unn*'}}]}} | false",
        "{'resources': [{'anything-but': 'arn:a'}]} | true",
        "{'detail': {'count': [{'numeric': ['>', 0, '<=', 300]}]}} | true",
        "{'detail': {'count': [{'numeric': ['>', 300]}]}} | false",
        "{'detail': {'count': [{'numeric': ['>=', 300]}]}} | true",
        "{'detail': {'count': [{'numeric': ['=', 300.0]}]}} | true",
        "{'detail': {'price': [{'numeric': ['<', 1.5]}]}} | false",
        "{'detail': {'state': [{'numeric': ['<', 5]}]}} | false",
        "{'detail': {'ip': [{'cidr': '10.0.0.0/8'}]}} | true",
        "{'detail': {'ip': [{'cidr': '10.1.2.0/25'}]}} | true",
        "{'detail': {'ip': [{'cidr': '10.1.2.4/30'}]}} | false",
        "{'detail': {'six': [{'cidr': '2001:db8::/32'}]}} | true",
        "{'detail': {'six': [{'cidr': '10.0.0.0/0'}]}} | false",
        "{'detail': {'state': [{'cidr': '10.0.0.0/0'}]}} | false",
        "{'detail': {'state': [{'exists': true}]}} | true",
        "{'detail': {'absent': [{'exists': false}]}} | true",
        "{'detail': {'state': [{'exists': false}]}} | false",
        "{'detail': {'nested': [{'exists': true}]}} | false",
        "{'detail': {'nested': {'deep': {'er': [{'exists': true}]}}}} | true",
        "{'detail': {'no': {'such': {'thing': [{'exists': false}]}}}} | true",
        "{'detail': {'empty': [{'exists': true}]}} | false",
        "{'detail': {'empty': [{'exists': false}]}} | true",
        "{'detail': {'nothing': [{'exists': true}]}} | true",
        "{'detail': {'absent': ['x', {'exists': false}]}} | true",
        "{'detail': {'items': {'sku': ['y']}}} | true",
        "{'detail': {'items': {'sku': ['x'], 'n': [1]}}} | true",
        "{'detail': {'items': {'sku': ['x'], 'n': [2]}}} | false",
        "{'detail': {'items': {'odd': [{'exists': false}]}}} | false",
        "{'detail': {'items': {'even': [{'exists': false}]}}} | true",
        "{'$or': [{'source': ['no']}, {'detail': {'count': [300]}}]} | true",
        "{'$or': [{'source': ['no']}, {'detail': {'count': [1]}}]} | false",
        "{'source': ['my.app'], '$or': [{'source': ['no']}, {'resources': ['arn:a']}]} | true",
        "{'detail': {'state': ['Running'], '$or': [{'count': [1]}, {'flag': [true]}]}} | true",
        "{'detail': {'state': ['Running'], '$or': [{'count': [1]}, {'flag': [false]}]}} | false",
        "{'detail': {'items': {'sku': ['x'], '$or': [{'n': [2]}, {'n': [9]}]}}} | false",
        "{'detail': {'items': {'sku': ['x'], '$or': [{'odd': [{'exists': false}]}, {'n': [9]}]}}} | false",
        "{'$or': ['a field']} | false",
      })
  void matchesAsAwsDoes(String pattern, boolean expected) {
    assertThat(matches(pattern.replace('\'', '"'), EVENT)).as(pattern).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "1",
        "{}",
        "{'a': 'b'}",
        "{'a': 1}",
        "{'a': null}",
        "{'a': []}",
        "{'a': {}}",
        "{'a': [[]]}",
        "{'a': [{}]}",
        "{'a': [{'prefix': 1}]}",
        "{'a': [{'unknown': 'x'}]}",
        "{'a': [{'prefix': 'x', 'suffix': 'y'}]}",
        "{'a': [{'exists': 'yes'}]}",
        "{'a': [{'numeric': 5}]}",
        "{'a': [{'numeric': []}]}",
        "{'a': [{'numeric': ['>']}]}",
        "{'a': [{'numeric': ['>', 'x']}]}",
        "{'a': [{'numeric': ['!', 1]}]}",
        "{'a': [{'numeric': ['>', 5, '<', 5]}]}",
        "{'a': [{'numeric': ['<', 5, '>', 1]}]}",
        "{'a': [{'numeric': ['>', 6000000000]}]}",
        "{'a': [{'cidr': '10.0.0.0'}]}",
        "{'a': [{'cidr': '10.0.0.0/33'}]}",
        "{'a': [{'cidr': 'localhost/8'}]}",
        "{'a': [{'wildcard': 'a**b'}]}",
        "{'a': [{'wildcard': 'a\\\\b'}]}",
        "{'a': [{'anything-but': []}]}",
        "{'a': [{'anything-but': true}]}",
        "{'a': [{'anything-but': {'numeric': ['>', 1]}}]}",
        "{'a': [{'prefix': {'suffix': 'x'}}]}",
      })
  void rejectsMalformedPatterns(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventPattern.parse(pattern.replace('\'', '"')));
  }

  @Test
  void survivesHostilePatterns() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "\"a\"",
      "\"prefix\"",
      "\"numeric\"",
      "\">\"",
      "1",
      "null",
      "true",
      "\"$or\"",
      "\"wildcard\"",
      "\"*\"",
      "\"exists\"",
      "\"anything-but\"",
      "\"cidr\""
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder("{\"a\":[");
      int length = random.nextInt(12);
      for (int p = 0; p < length; p++) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      text.append("]}");
      try {
        matches(text.toString(), EVENT);
      } catch (IllegalArgumentException _) {
        // Refused
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
  }

  @Test
  void matchesManyStarsInReasonableTime() {
    String stars = "*a".repeat(100) + "b";
    assertThat(Wildcard.matches(stars, "a".repeat(20_000))).isFalse();
  }
}
