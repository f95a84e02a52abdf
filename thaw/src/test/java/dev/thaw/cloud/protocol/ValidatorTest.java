package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidatorTest {

  private static final Models MODELS = Models.bundled();

  @Test
  void acceptsAWholeCreateFunction() {
    assertThatCode(() -> check("CreateFunction", create(Map.of()))).doesNotThrowAnyException();
  }

  @Test
  void namesAMissingMember() {
    assertFails(
        "CreateFunction",
        Map.of("FunctionName", "f", "Code", Map.of()),
        "1 validation error detected: Value null at 'role' failed to satisfy constraint: Member must"
            + " not be null");
  }

  @Test
  void namesABrokenPatternWithItsValue() {
    assertFails(
        "CreateFunction",
        create(Map.of("FunctionName", "no spaces")),
        "Value 'no spaces' at 'functionName' failed to satisfy constraint: Member must satisfy regular"
            + " expression pattern: (arn:");
  }

  @Test
  void countsSeveralViolations() {
    assertFails(
        "CreateFunction",
        create(Map.of("MemorySize", 5L, "Timeout", 0L)),
        "2 validation errors detected: ");
  }

  @Test
  void namesTheLimitOfARange() {
    assertFails(
        "CreateFunction",
        create(Map.of("MemorySize", 5L)),
        "Value '5' at 'memorySize' failed to satisfy constraint: Member must have value greater than"
            + " or equal to 128");
  }

  @Test
  void listsTheValuesOfAnEnum() {
    assertFails(
        "CreateFunction",
        create(Map.of("Runtime", "cobol")),
        "Value 'cobol' at 'runtime' failed to satisfy constraint: Member must satisfy enum value set:"
            + " [nodejs, ");
  }

  @Test
  void countsTheElementsOfAListFromOne() {
    assertFails(
        "CreateFunction",
        create(Map.of("Layers", List.of("not an arn"))),
        "Value 'not an arn' at 'layers.1.member' failed");
  }

  @Test
  void hidesTheValuesOfTheEnvironment() {
    assertThatThrownBy(() ->
            check(
                "CreateFunction",
                create(Map.of("Environment", Map.of("Variables", Map.of("1bad", "secret"))))))
        .hasMessageContaining(
            "Value at 'environment.variables' failed to satisfy constraint: Map keys")
        .hasMessageNotContaining("secret");
  }

  @Test
  void survivesATextThatOverflowsTheMatcher() {
    assertThatThrownBy(() ->
            check(
                "TagResource",
                Map.of("Resource", "arn:aws:lambda:" + "a-".repeat(500_000), "Tags", Map.of())))
        .isInstanceOf(ApiException.class);
  }

  private static Map<String, Object> create(Map<String, Object> changes) {
    Map<String, Object> input = new HashMap<>();
    input.put("FunctionName", "hello");
    input.put("Role", "arn:aws:iam::000000000000:role/r");
    input.put("Code", Map.of("ZipFile", Blob.of(new byte[1])));
    input.put("Runtime", "python3.13");
    input.put("Handler", "app.handler");
    input.putAll(changes);
    return input;
  }

  private static void check(String operation, Map<String, Object> input) {
    Validator.check(MODELS.load("lambda").operation(operation).input(), input);
  }

  private static void assertFails(String operation, Map<String, Object> input, String message) {
    assertThatThrownBy(() -> check(operation, input))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(message);
  }
}
