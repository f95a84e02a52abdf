package dev.thaw.lambda.telemetry;

import java.util.Locale;
import java.util.Optional;

/// The streams that an extension can subscribe to.
enum Category {
  PLATFORM,
  FUNCTION,
  EXTENSION;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Category> of(String wireName) {
    for (Category category : values()) {
      if (category.wireName().equals(wireName)) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }
}
