package dev.thaw.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.thaw.cloud.protocol.Answer;
import dev.thaw.cloud.protocol.ApiException;
import dev.thaw.cloud.protocol.Models;
import dev.thaw.cloud.protocol.Operation;
import dev.thaw.cloud.protocol.Service;
import dev.thaw.console.Coverage.OfService;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CoverageTest {

  private static final Models MODELS = Models.bundled();

  private static Service sts() {
    return new Service(
        MODELS,
        "sts",
        Map.of("GetCallerIdentity", call -> Answer.empty()),
        new Service.BodyLimit() {
          @Override
          public long bytes(Operation operation) {
            return 1;
          }

          @Override
          public ApiException exceeded(Operation operation) {
            return new ApiException(413, "TooLong", operation.name());
          }
        });
  }

  @Test
  void countsHandlersAgainstTheModel() {
    OfService sts = Coverage.of(MODELS, List.of(sts())).service("sts").orElseThrow();

    assertThat(sts.offered()).containsExactly("GetCallerIdentity");
    assertThat(sts.missing()).contains("AssumeRole").doesNotContain("GetCallerIdentity");
    assertThat(sts.modelled()).isEqualTo(MODELS.load("sts").operations().size());
  }

  @Test
  void aServiceThatIsNotOfferedMissesEverything() {
    Coverage coverage = Coverage.of(MODELS, List.of());

    assertThat(coverage.services())
        .hasSameSizeAs(MODELS.entries())
        .allSatisfy(service -> assertThat(service.offered()).isEmpty());
  }

  @Test
  void isReadAsItWasWritten() {
    Coverage coverage = Coverage.of(MODELS, List.of(sts()));

    assertThat(Coverage.read(coverage.json())).isEqualTo(coverage);
  }

  @Test
  void theTableEndsWithTheSum() {
    Coverage coverage =
        new Coverage(
            List.of(
                new OfService("a", new TreeSet<>(List.of("One")), new TreeSet<>(List.of("Two"))),
                new OfService("b", new TreeSet<>(), new TreeSet<>(List.of("Three")))));

    assertThat(CoverageTable.of(coverage).lines().map(String::strip))
        .containsExactly(
            "service                offered modelled",
            "a                            1        2",
            "b                            0        1",
            "all                          1        3");
    assertThat(CoverageTable.of(coverage.services().getFirst()).lines())
        .containsExactly(
            "a: 1 of 2 operations",
            "offered:",
            "  One",
            "not emulated (each answers NotImplemented):",
            "  Two");
  }
}
