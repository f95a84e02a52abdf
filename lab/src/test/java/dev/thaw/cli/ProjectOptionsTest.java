package dev.thaw.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thaw.measure.Door;
import dev.thaw.wire.http.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ProjectOptionsTest {

  private static final String ROOT = "https://abc.execute-api.us-east-1.amazonaws.com/api/";

  private static Door.Url door(String... arguments) throws IOException {
    ProjectOptions options = new ProjectOptions();
    CommandLine.populateCommand(options, arguments);
    return options.door(ROOT, Options.usual(), OptionalInt.of(4567));
  }

  private static String failure(String... arguments) {
    return String.valueOf(
        assertThatExceptionOfType(Failure.class)
            .isThrownBy(() -> door(arguments))
            .actual()
            .getMessage());
  }

  @Test
  void asksForTheRootByDefault() throws IOException {
    Door.Url url = door();
    assertThat(url.url()).isEqualTo(ROOT);
    assertThat(url.request().method()).isEqualTo("GET");
    assertThat(url.request().path()).isEqualTo("/api/");
    assertThat(url.request().headers().first("Host"))
        .contains("abc.execute-api.us-east-1.amazonaws.com");
    assertThat(url.target().port()).isEqualTo(4567);
  }

  @Test
  void addsThePathToTheRoot() throws IOException {
    assertThat(door("--path", "/greet/you?word=good%20day").request().path())
        .isEqualTo("/api/greet/you?word=good%20day");
  }

  @Test
  void sendsABodyByPostUnlessToldOtherwise(@TempDir Path folder) throws IOException {
    Path body = Files.writeString(folder.resolve("order.json"), "{}");
    String[] given = {"--body", body.toString(), "--header", "Content-Type: application/json"};
    assertThat(door(given).request().method()).isEqualTo("POST");
    assertThat(door(given).request().body()).hasSize(2);
    assertThat(door(given).request().headers().first("content-type")).contains("application/json");
    assertThat(door("--method", "put", "--body", body.toString()).request().method())
        .isEqualTo("PUT");
  }

  @Test
  void replacesItsOwnHeaders() throws IOException {
    assertThat(door("--header", "accept:text/html").request().headers().all("Accept"))
        .containsExactly("text/html");
  }

  @ParameterizedTest
  @ValueSource(strings = {"greet", "", "/a b", "/ä", "/a\r\nX: y", "https://else.example/"})
  void refusesPathsThatAreNone(String path) {
    assertThat(failure("--path", path)).startsWith("--path " + path + " (expected: ");
  }

  @Test
  void refusesHeadersAndBodiesThatAreNone() {
    assertThat(failure("--header", "nonsense"))
        .isEqualTo("--header nonsense (expected: NAME:VALUE)");
    assertThat(failure("--body", "/nowhere/at/all"))
        .isEqualTo("--body /nowhere/at/all: cannot be read");
  }
}
