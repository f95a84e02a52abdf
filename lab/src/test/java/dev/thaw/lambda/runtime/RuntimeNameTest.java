package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeNameTest {

  @Test
  void readsTheVersionOfEachFamily() {
    assertThat(RuntimeName.parse("python3.13")).isEqualTo(new RuntimeName.Python(Optional.of(13)));
    assertThat(RuntimeName.parse("python3")).isEqualTo(new RuntimeName.Python(Optional.empty()));
    assertThat(RuntimeName.parse("nodejs22.x")).isEqualTo(new RuntimeName.Node(Optional.of(22)));
    assertThat(RuntimeName.parse("nodejs")).isEqualTo(new RuntimeName.Node(Optional.empty()));
    assertThat(RuntimeName.parse("java21")).isEqualTo(new RuntimeName.Java(Optional.of(21)));
    assertThat(RuntimeName.parse("java")).isEqualTo(new RuntimeName.Java(Optional.empty()));
    assertThat(RuntimeName.parse("java8.al2")).isEqualTo(new RuntimeName.Java(Optional.of(8)));
    assertThat(RuntimeName.parse("provided.al2023")).isEqualTo(new RuntimeName.Provided());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "python",
        "python3.",
        "python3.5",
        "python3.13.0",
        "python2.7",
        "python3.999999999999",
        "nodejs16.x",
        "nodejs20",
        "java7",
        "java11.al2",
        "ruby3.4",
        "dotnet8",
        "provided.al3",
        "Python3.13",
        "python3.13\n",
        "../python3.13"
      })
  void refusesWhatItCannotRunAndSaysWhatItCan(String identifier) {
    assertThatThrownBy(() -> RuntimeName.parse(identifier))
        .isInstanceOf(RuntimeUnavailable.class)
        .hasMessageStartingWith("runtime: " + identifier + " (expected: python3.6 and later, ");
  }
}
