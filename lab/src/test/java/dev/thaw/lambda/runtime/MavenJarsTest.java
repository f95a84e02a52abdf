package dev.thaw.lambda.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MavenJarsTest {

  private static final URI CENTRAL = URI.create("https://repo.maven.apache.org/maven2");

  @ParameterizedTest
  @CsvSource({
    "central, true",
    "'*', true",
    "'external:*', true",
    "'snapshots, central', true",
    "snapshots, false",
    "'*,!central', false"
  })
  void readsTheUsersMirrorOfCentral(String of, boolean mirrors, @TempDir Path folder)
      throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("settings.xml"),
            """
            <settings xmlns="http://maven.apache.org/SETTINGS/1.0.0">
              <!-- a comment -->
              <mirrors><mirror><id>m</id><mirrorOf>%s</mirrorOf>
                <url>https://maven.example/repository/</url></mirror></mirrors>
            </settings>
            """
                .formatted(of));
    assertThat(MavenJars.mirror(settings))
        .isEqualTo(
            mirrors
                ? Optional.of(URI.create("https://maven.example/repository/"))
                : Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not xml",
        "<settings><mirrors><mirror><mirrorOf>central</mirrorOf><url>https://a b</url>",
        "<!DOCTYPE s [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><settings>&e;</settings>"
      })
  void ignoresSettingsThatCannotBeRead(String text, @TempDir Path folder) throws IOException {
    Path settings = Files.writeString(folder.resolve("settings.xml"), text);
    assertThat(MavenJars.mirror(settings)).isEmpty();
    assertThat(MavenJars.mirror(folder.resolve("absent.xml"))).isEmpty();
  }

  @Test
  void goesThroughTheUsersProxyUnlessTheHostIsExcepted() {
    assertThat(MavenJars.proxy(CENTRAL, Map.of())).isEmpty();
    assertThat(MavenJars.proxy(CENTRAL, Map.of("HTTPS_PROXY", "http://proxy.example:8080")))
        .contains(InetSocketAddress.createUnresolved("proxy.example", 8080));
    assertThat(MavenJars.proxy(CENTRAL, Map.of("https_proxy", "proxy.example")))
        .contains(InetSocketAddress.createUnresolved("proxy.example", 3128));
    assertThat(MavenJars.proxy(CENTRAL, Map.of("http_proxy", "http://proxy.example:8080")))
        .as("of another scheme")
        .isEmpty();
    for (String except : List.of("*", ".apache.org", "a.example, maven.apache.org")) {
      assertThat(
              MavenJars.proxy(
                  CENTRAL, Map.of("ALL_PROXY", "http://proxy.example:1", "NO_PROXY", except)))
          .isEmpty();
    }
    assertThat(
            MavenJars.proxy(
                CENTRAL, Map.of("ALL_PROXY", "http://proxy.example:1", "NO_PROXY", "che.org")))
        .as("not a whole label")
        .isPresent();
  }

  @Test
  void refusesAJarThatIsNotWhatItShouldBe(@TempDir Path folder) throws IOException {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] body = "not the jar".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      URI registry = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/maven/");
      MavenJars jars = new MavenJars(registry, Optional.empty());
      assertThatThrownBy(() -> jars.fetch(folder.resolve("lib"), line -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("SHA-256")
          .hasMessageContaining("(expected: 26568a5f");
      assertThat(asked)
          .containsExactly(
              "/maven/com/amazonaws/aws-lambda-java-runtime-interface-client/2.9.0/"
                  + "aws-lambda-java-runtime-interface-client-2.9.0.jar");
      assertThat(folder.resolve("lib")).isEmptyDirectory();
    } finally {
      server.stop(0);
    }
  }
}
