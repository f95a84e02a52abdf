package dev.thaw.cloud.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Document;
import dev.thaw.gateway.rest.Integration;
import dev.thaw.gateway.rest.Stage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {

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

  @Test
  void refusesAnApiWithoutMethods() {
    String api = world.call("CreateRestApi", "name", "none").text("id");
    assertThatThrownBy(() -> world.call("CreateDeployment", "restApiId", api))
        .hasMessage("BadRequestException: The REST API doesn't contain any methods");
  }

  @Test
  void refusesAMethodWithoutIntegration() {
    Document api = world.call("CreateRestApi", "name", "half");
    world.call(
        "PutMethod",
        "restApiId",
        api.text("id"),
        "resourceId",
        api.text("rootResourceId"),
        "httpMethod",
        "ANY",
        "authorizationType",
        "NONE");
    assertThatThrownBy(
            () -> world.call("CreateDeployment", "restApiId", api.text("id"), "stageName", "dev"))
        .hasMessage("BadRequestException: No integration defined for method");
    assertThat(world.deployed().stage(api.text("id"), "dev")).isEmpty();
  }

  @Test
  void freezesTheApiForTheDoor() {
    String api = world.hello();
    world.call(
        "CreateDeployment",
        "restApiId",
        api,
        "stageName",
        "dev",
        "variables",
        Map.of("colour", "red"),
        "tracingEnabled",
        true);
    Stage stage = world.deployed().stage(api, "dev").orElseThrow();
    assertThat(stage.variables()).containsEntry("colour", "red");
    assertThat(stage.tracing()).isTrue();
    assertThat(stage.api().account()).isEqualTo("111122223333");
    Integration integration =
        GatewayWorld.method(stage.api(), "/hello", "GET").integration().orElseThrow();
    assertThat(integration.type()).isEqualTo(Integration.Type.AWS_PROXY);
    assertThat(integration.uri()).isEqualTo(GatewayWorld.FUNCTION);
    assertThat(integration.timeoutMs()).isEqualTo(29_000);
  }

  @Test
  void showsEditsToTheDoorOnlyWhenTheyAreDeployed() {
    String api = world.hello();
    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    world.patch("UpdateRestApi", "add", "/binaryMediaTypes/*~1*", "", "restApiId", api);
    assertThat(world.deployed().stage(api, "dev").orElseThrow().api().binaryMediaTypes()).isEmpty();

    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    assertThat(world.deployed().stage(api, "dev").orElseThrow().api().binaryMediaTypes())
        .containsExactly("*/*");
  }

  @Test
  void givesTheSameCompiledApiUntilSomethingChanges() {
    String api = world.hello();
    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    Stage first = world.deployed().stage(api, "dev").orElseThrow();
    assertThat(world.deployed().stage(api, "dev").orElseThrow()).isSameAs(first);

    world.patch(
        "UpdateStage",
        "replace",
        "/*/*/logging/loglevel",
        "INFO",
        "restApiId",
        api,
        "stageName",
        "dev");
    Stage second = world.deployed().stage(api, "dev").orElseThrow();
    assertThat(second.api()).isSameAs(first.api());
    assertThat(second.settings())
        .hasEntrySatisfying("*/*", all -> assertThat(all.loggingLevel()).isEqualTo("INFO"));
  }

  @Test
  void repointsAStageAndKeepsWhatElseItHas() {
    String api = world.hello();
    String first =
        world
            .call(
                "CreateDeployment",
                "restApiId",
                api,
                "stageName",
                "dev",
                "variables",
                Map.of("a", "1"))
            .text("id");
    String second = world.call("CreateDeployment", "restApiId", api, "stageName", "dev").text("id");
    Document stage = world.call("GetStage", "restApiId", api, "stageName", "dev");
    assertThat(stage.text("deploymentId")).isEqualTo(second).isNotEqualTo(first);
    assertThat(stage.textMap("variables")).containsEntry("a", "1");
  }

  @Test
  void keepsADeploymentThatAStagePointsTo() {
    String api = world.hello();
    String id = world.call("CreateDeployment", "restApiId", api, "stageName", "dev").text("id");
    assertThatThrownBy(() -> world.call("DeleteDeployment", "restApiId", api, "deploymentId", id))
        .hasMessage(
            "BadRequestException: Active stages pointing to this deployment must be moved or deleted");
    world.call("DeleteStage", "restApiId", api, "stageName", "dev");
    world.call("DeleteDeployment", "restApiId", api, "deploymentId", id);
    assertThatThrownBy(() -> world.call("GetDeployment", "restApiId", api, "deploymentId", id))
        .hasMessage("NotFoundException: Invalid Deployment identifier specified");
    assertThat(world.deployed().stage(api, "dev")).isEmpty();
  }

  @Test
  void refusesStageNamesThatAreNoPathSegment() {
    String api = world.hello();
    assertThatThrownBy(
            () -> world.call("CreateDeployment", "restApiId", api, "stageName", "../etc"))
        .hasMessageContaining("Stage name only allows a-zA-Z0-9_-: ../etc");
    assertThat(world.call("GetDeployments", "restApiId", api).documents("items")).isEmpty();
  }

  @Test
  void survivesARestart() {
    String api = world.hello();
    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    world.close();
    world = new GatewayWorld(folder);
    assertThat(world.deployed().exists(api)).isTrue();
    assertThat(world.deployed().stage(api, "dev").orElseThrow().api().resources()).hasSize(2);
    assertThat(world.call("GetRestApi", "restApiId", api).text("name")).isEqualTo("hello");
  }

  @Test
  void opensAStageToItsKeysOnly() {
    String api = world.hello();
    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    assertThat(world.deployed().stage(api, "dev").orElseThrow().api().keys()).isEmpty();
    Document key =
        world.call(
            "CreateApiKey",
            "name",
            "k",
            "enabled",
            true,
            "stageKeys",
            List.of(Map.of("restApiId", api, "stageName", "dev")));
    assertThat(world.deployed().stage(api, "dev").orElseThrow().api().keys())
        .containsEntry(key.text("value"), key.text("id"));
    world.call("DeleteApiKey", "apiKey", key.text("id"));
    assertThat(world.deployed().stage(api, "dev").orElseThrow().api().keys()).isEmpty();
  }

  @Test
  void forgetsADeletedApi() {
    String api = world.hello();
    world.call("CreateDeployment", "restApiId", api, "stageName", "dev");
    world.call("DeleteRestApi", "restApiId", api);
    assertThat(world.deployed().exists(api)).isFalse();
    assertThat(world.deployed().stage(api, "dev")).isEmpty();
  }
}
