package dev.thaw.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Definitions that are broken in every way are refused as AWS refuses bad requests.
class HostileDefinitionTest {

  private static final int ROUNDS = 400;

  @TempDir Path folder;
  private GatewayWorld world;

  @BeforeEach
  void open() {
    world = new GatewayWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"swagger\": \"1.2\"}",
        "{\"openapi\": \"3.1.0\"}",
        "{\"swagger\": {}}",
        "{\"swagger\": \"2.0\", \"paths\": 5}",
        "{\"swagger\": \"2.0\", \"info\": {\"title\": \"x\"}, \"paths\": {\"/\": {\"get\": 5}}}",
        "a: [",
        "a: &a [*a]",
        "swagger: '2.0'\ninfo: {title: x}\npaths: &p {/x: *p}",
        "!!javax.script.ScriptEngineManager [!!java.net.URL ['http://example.com']]",
        "swagger: '2.0'\ninfo: {title: x}\npaths: {/a: {$ref: '#/paths/~1a'}}",
        "swagger: '2.0'\ninfo: {title: x}\npaths: {/a: {$ref: 'http://example.com/x'}}",
        "swagger: '2.0'\ninfo: {title: x}\nbasePath: 5\npaths: {/a//b/../c: {get: {}}}",
        "swagger: '2.0'\nswagger: '2.0'",
      })
  void refuses(String definition) {
    assertThatThrownBy(() -> world.imported(definition))
        .hasMessageStartingWith("BadRequestException: ");
    assertThat(world.call("GetRestApis").documents("items")).isEmpty();
  }

  @Test
  void refusesAliasesThatMultiply() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("x]\n");
    }
    assertThatThrownBy(() -> world.imported(bomb.toString()))
        .hasMessageStartingWith("BadRequestException: Invalid OpenAPI input:");
  }

  @Test
  void refusesMoreResourcesThanAnApiHolds() {
    StringBuilder paths = new StringBuilder("swagger: '2.0'\ninfo: {title: x}\npaths:\n");
    for (int i = 0; i < 50_000; i++) {
      paths.append("  /a").append(i).append(": {}\n");
    }
    assertThatThrownBy(() -> world.imported(paths.toString()))
        .hasMessageStartingWith("LimitExceededException: Maximum number of Resources");
  }

  @Test
  void refusesNestingWithoutEnd() {
    for (String open : List.of("{\"a\":", "[", "{")) {
      assertThatThrownBy(() -> world.imported("{\"a\": " + open.repeat(50_000)))
          .hasMessageStartingWith("BadRequestException: Invalid OpenAPI input:");
    }
    assertThatThrownBy(() -> world.imported("- ".repeat(20_000) + "x"))
        .hasMessageStartingWith("BadRequestException: Invalid OpenAPI input:");
  }

  @Test
  void answersCutAndChangedDefinitionsWithBadRequestOrAnApi() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> originals =
        List.of(
            DefinitionImportTest.resource("shop-swagger.json"),
            DefinitionImportTest.resource("shop-openapi.yaml"));
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = originals.get(random.nextInt(2)).getBytes(StandardCharsets.ISO_8859_1);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] =
            (byte)
                (random.nextBoolean()
                    ? random.nextInt(256)
                    : "{}[],:&*!'\"-".charAt(random.nextInt(12)));
      }
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      tried(
          random.nextInt(10) == 0 ? text.substring(0, random.nextInt(text.length())) : text, seed);
    }
  }

  @Test
  void answersValuesOfOtherTypesWithBadRequestOrAnApi() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Object> shop =
        Json.readObject(
            DefinitionImportTest.resource("shop-swagger.json").getBytes(StandardCharsets.UTF_8));
    for (int round = 0; round < ROUNDS; round++) {
      Map<String, Object> changed = Tree.copy(shop);
      change(changed, random);
      tried(new String(Json.write(changed), StandardCharsets.UTF_8), seed);
    }
  }

  /// Walks down by chance and puts something else in some place.
  private static void change(Map<String, Object> map, Random random) {
    List<String> names = new ArrayList<>(map.keySet());
    if (names.isEmpty()) {
      return;
    }
    String name = names.get(random.nextInt(names.size()));
    Map<String, Object> below = Tree.find(map, name);
    if (below != null && random.nextInt(5) > 0) {
      change(below, random);
      return;
    }
    List<Object> values =
        List.of(
            5L,
            -1.5,
            true,
            "",
            "../..",
            "${x}",
            List.of(List.of()),
            List.of(1L),
            Map.of(),
            Map.of("$ref", "#/"),
            new LinkedHashMap<>(Map.of("a", List.of("b"))));
    map.put(name, values.get(random.nextInt(values.size())));
  }

  private void tried(String definition, long seed) {
    try {
      String id = world.imported(definition).text("id");
      world.call("DeleteRestApi", "restApiId", id);
    } catch (ApiException e) {
      assertThat(e.error().status()).as("seed %d: %s", seed, definition).isEqualTo(400);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + definition, e);
    }
  }
}
