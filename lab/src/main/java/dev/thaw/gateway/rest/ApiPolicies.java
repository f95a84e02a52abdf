package dev.thaw.gateway.rest;

import dev.thaw.gateway.EventText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;

/// Resource policies of APIs; each is read once.
final class ApiPolicies {

  private static final int KEPT = 1000;
  private static final Map<String, PolicyDocument> READ = new ConcurrentHashMap<>();

  private ApiPolicies() {}

  /// @throws Refusal if it is none, or says what is not emulated
  static PolicyDocument read(String json) {
    if (READ.size() > KEPT) {
      READ.clear();
    }
    try {
      return READ.computeIfAbsent(json, text -> PolicyDocument.of(EventText.read(text)));
    } catch (JacksonException | IllegalArgumentException e) {
      throw Refusal.notEmulated("resource policy: " + e.getMessage() + "; it");
    }
  }
}
