package dev.thaw.cloud.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.thaw.cloud.protocol.Shape.Structure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {

  private final Models models = Models.bundled();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apigateway",
        "cloudformation",
        "cloudwatch",
        "events",
        "iam",
        "lambda",
        "logs",
        "s3",
        "sts",
        "xray"
      })
  void readsEveryBundledModelWhole(String name) {
    ServiceModel model = models.load(name);

    assertThat(model.operations()).isNotEmpty();
    assertThat(model.errors()).isNotEmpty();
    for (Shape shape : model.shapes().values()) {
      if (shape instanceof Structure structure) {
        assertThat(structure.members().values())
            .allSatisfy(member -> assertThat(member.shape()).isNotNull());
      }
    }
  }

  @Test
  void everyRestOperationIsFoundByItsOwnUri() {
    for (String name : new String[] {"lambda", "apigateway", "xray", "s3"}) {
      ServiceModel model = models.load(name);
      for (Operation operation : model.operations().values()) {
        String uri = operation.uri().replaceAll("\\{[^}]+}", "x1");
        RequestHead head = Heads.of(operation.method(), uri);

        assertThat(model.uris().match(head, head.path()))
            .as("%s %s %s", operation, operation.method(), operation.uri())
            .hasValueSatisfying(match -> {
              assertThat(match.operation().method()).isEqualTo(operation.method());
              assertThat(match.operation().uri().replaceAll("\\{[^}]+}", "x1")).isEqualTo(uri);
            });
      }
    }
  }

  @Test
  void knowsTheStatusOfAnError() {
    ServiceModel lambda = models.load("lambda");

    assertThat(
            lambda.error("ResourceNotFoundException").orElseThrow().error().orElseThrow().status())
        .isEqualTo(404);
    assertThat(lambda.error("ServiceException").orElseThrow().error().orElseThrow().status())
        .isEqualTo(500);
  }

  @Test
  void refusesAServiceThatHasNoModel() {
    assertThatThrownBy(() -> models.load("quantum")).hasMessageContaining("service: quantum");
  }
}
