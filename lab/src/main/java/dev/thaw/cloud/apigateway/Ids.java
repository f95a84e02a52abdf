package dev.thaw.cloud.apigateway;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/// Identifiers as API Gateway makes them: lower-case letters and digits.
final class Ids {

  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int SHORT = 6;
  private static final int LONG = 10;

  private Ids() {}

  /// Ten characters, for APIs and API keys.
  static String apiId(Predicate<String> taken) {
    return fresh(LONG, taken);
  }

  /// Six characters, for everything within an API.
  static String partId(Predicate<String> taken) {
    return fresh(SHORT, taken);
  }

  static String random(int length) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    StringBuilder id = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }

  private static String fresh(int length, Predicate<String> taken) {
    String id = random(length);
    while (taken.test(id)) {
      id = random(length);
    }
    return id;
  }
}
