package dev.thaw.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.dns.Resolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final char[] SECRET = "changeit".toCharArray();

  @TempDir static Path folder;
  private static KeyStore keys;

  @BeforeAll
  static void makesACertificate() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=shop.example",
                "-ext",
                "san=dns:shop.example",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
    keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, SECRET);
    }
  }

  private static ScriptedServer server() throws GeneralSecurityException, IOException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, SECRET);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    listener.setSSLParameters(parameters);
    return new ScriptedServer(
        listener,
        peer -> {
          while (!peer.request().isEmpty()) {
            peer.reply(OK);
          }
        });
  }

  private static TlsClient trusting() throws GeneralSecurityException, IOException {
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    Certificate certificate = keys.getCertificate("server");
    authorities.setCertificateEntry("server", certificate);
    return TlsClient.trusting(authorities);
  }

  private static Connection open(ScriptedServer server, String host, TlsClient tls)
      throws IOException {
    Resolver resolver =
        Resolver.overriding(
            Map.of(host, InetAddress.ofLiteral("127.0.0.1")), Resolver.ofThisMachine());
    return Connection.open(
        new Target(true, host, server.port()),
        Options.usual()
            .withResolver(resolver)
            .withTls(tls)
            .withTimeouts(Duration.ofSeconds(30), Duration.ofSeconds(30)),
        Clock.system());
  }

  @Test
  void stampsTheHandshakeApartFromConnectAndSend() throws Exception {
    try (ScriptedServer server = server();
        Connection connection = open(server, "shop.example", trusting())) {
      Stamps stamps = connection.send(Request.get("/", Headers.NONE)).stamps();
      Handshake opening = connection.handshake();
      Handshake.Tls tls = opening.tls().orElseThrow();
      assertThat(List.of(opening.tcpEnd(), tls.start(), tls.end(), stamps.sendStart())).isSorted();
      assertThat(stamps.nanos(Phase.TLS).orElseThrow()).isPositive();
      assertThat(tls.protocol()).isEqualTo("TLSv1.3");
      assertThat(tls.alpn()).isEqualTo("http/1.1");
      assertThat(connection.send(Request.get("/", Headers.NONE)).fresh()).isFalse();
    }
  }

  @Test
  void refusesACertificateNobodyVouchesFor() throws Exception {
    try (ScriptedServer server = server()) {
      assertThatExceptionOfType(HttpFailure.class)
          .isThrownBy(() -> open(server, "shop.example", TlsClient.verifying()))
          .matches(e -> e.kind() == HttpFailure.Kind.TLS);
    }
  }

  @Test
  void refusesACertificateOfAnotherName() throws Exception {
    try (ScriptedServer server = server()) {
      TlsClient trusting = trusting();
      assertThatExceptionOfType(HttpFailure.class)
          .isThrownBy(() -> open(server, "other.example", trusting))
          .matches(e -> e.kind() == HttpFailure.Kind.TLS)
          .withMessageContaining("other.example");
    }
  }

  @Test
  void asksForNoCertificateWhenToldSo() throws Exception {
    try (ScriptedServer server = server();
        Connection connection = open(server, "other.example", TlsClient.insecure())) {
      assertThat(connection.send(Request.get("/", Headers.NONE)).response().status())
          .isEqualTo(200);
    }
  }

  @Test
  void namesAPeerThatSpeaksNoTls() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.in().readNBytes(10);
          peer.reply("HTTP/1.1 400 Bad Request\r\n\r\n");
        })) {
      assertThatExceptionOfType(HttpFailure.class)
          .isThrownBy(() -> open(server, "shop.example", TlsClient.insecure()))
          .matches(e -> e.kind() == HttpFailure.Kind.TLS);
    }
  }
}
