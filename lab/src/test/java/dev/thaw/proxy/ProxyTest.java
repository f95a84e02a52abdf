package dev.thaw.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.thaw.wire.http.ScriptedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real sockets on loopback; nothing leaves this machine.
@Timeout(value = 5, unit = java.util.concurrent.TimeUnit.MINUTES)
class ProxyTest {

  private static final URI LAMBDA = URI.create("https://lambda.us-east-1.amazonaws.com/functions/");
  private static final Proxy.Limits LIMITS =
      new Proxy.Limits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofMinutes(2));

  @TempDir Path folder;
  private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private Authority authority;
  private HttpServer thaw;

  @BeforeEach
  void startThaw() throws IOException {
    authority = Authority.open(folder.resolve("authority"));
    thaw = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    opened.add(threads);
    thaw.setExecutor(threads);
    thaw.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("X-Path", exchange.getRequestURI().toString());
          exchange
              .getResponseHeaders()
              .add("X-Host", exchange.getRequestHeaders().getFirst("Host"));
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    thaw.start();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    thaw.stop(0);
  }

  private Proxy proxy(Upstream upstream, boolean offline) throws IOException {
    Proxy proxy =
        new Proxy(
            () -> authority,
            () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
            new Proxy.Settings(
                () -> thaw.getAddress().getPort(), upstream, offline, LIMITS, warnings::add));
    opened.add(proxy);
    return proxy;
  }

  private static SSLContext trusting(X509Certificate... certificates) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry("c" + store.size(), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  private HttpClient client(Proxy proxy, X509Certificate... trusted) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .proxy(
                ProxySelector.of(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())))
            .sslContext(trusting(trusted))
            .connectTimeout(Duration.ofSeconds(60))
            .build();
    opened.add(client);
    return client;
  }

  private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  /// Everything the proxy answers to these bytes.
  private static String raw(Proxy proxy, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /// A TLS server for `localhost` that nobody knows but whoever trusts its certificate.
  private record Stranger(ScriptedServer server, X509Certificate certificate) {}

  private Stranger stranger() throws Exception {
    KeyPair pair = Issuing.newKey();
    X509Certificate root = Issuing.root(pair, Instant.now());
    X509Certificate leaf =
        Issuing.leaf("localhost", pair.getPublic(), root, pair.getPrivate(), Instant.now());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("k", pair.getPrivate(), new char[0], new X509Certificate[] {leaf});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    ScriptedServer server =
        ScriptedServer.on(
            listener,
            peer -> {
              while (!peer.request().isEmpty()) {
                peer.reply("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nstranger");
              }
            });
    opened.add(server);
    return new Stranger(server, leaf);
  }

  /// Somebody else's proxy, which leads every tunnel to one server.
  private ScriptedServer otherProxy(int port) {
    ScriptedServer server =
        new ScriptedServer(peer -> {
          String request = peer.request();
          if (!request.startsWith("CONNECT ")) {
            peer.reply("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nfar");
            return;
          }
          try (Socket far = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            peer.reply("HTTP/1.1 200 OK\r\nVia: other\r\n\r\n");
            Thread.ofVirtual().start(() -> copy(peer.in(), far));
            far.getInputStream().transferTo(peer.out());
          }
        });
    opened.add(server);
    return server;
  }

  private static void copy(InputStream in, Socket socket) {
    try {
      in.transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // the tunnel is over
    }
  }

  @Test
  void answersForAwsWithACertificateOfItsOwn() throws Exception {
    HttpClient client = client(proxy(Upstream.none(), false), authority.certificate());
    HttpResponse<String> answer = get(client, LAMBDA.toString());
    assertThat(answer.headers().firstValue("X-Host")).contains("lambda.us-east-1.amazonaws.com");
    assertThat(answer.headers().firstValue("X-Path")).contains("/functions/");
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(get(client, "https://api.ecr.us-east-1.amazonaws.com/").statusCode()).isEqualTo(200);
    assertThat(warnings).isEmpty();
  }

  @Test
  void isTrustedByNobodyElseAndSaysSo() throws Exception {
    HttpClient client = client(proxy(Upstream.none(), false), stranger().certificate());
    assertThatExceptionOfType(SSLHandshakeException.class)
        .isThrownBy(() -> get(client, LAMBDA.toString()));
    org.awaitility.Awaitility.await()
        .untilAsserted(() ->
            assertThat(warnings)
                .singleElement()
                .asString()
                .contains("lambda.us-east-1.amazonaws.com"));
  }

  @Test
  void leadsPlainRequestsForAwsToThawToo() throws Exception {
    Proxy proxy = proxy(Upstream.none(), false);
    HttpClient client = client(proxy, authority.certificate());
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer =
          get(client, "http://abc.execute-api.us-east-1.amazonaws.com/dev?a=b");
      assertThat(answer.headers().firstValue("X-Host"))
          .contains("abc.execute-api.us-east-1.amazonaws.com");
      assertThat(answer.headers().firstValue("X-Path")).contains("/dev?a=b");
    }
    assertThat(raw(proxy, "GET http://s3.amazonaws.com HTTP/1.0\r\n\r\n"))
        .contains("X-path: /\r\n")
        .contains("X-host: s3.amazonaws.com\r\n");
  }

  @Test
  void takesClientsThatBelieveToTalkToAwsItself() throws Exception {
    Proxy proxy = proxy(Upstream.none(), false);
    assertThat(raw(proxy, "GET /dev HTTP/1.1\r\nHost: sts.amazonaws.com:80\r\n\r\n"))
        .contains("X-path: /dev\r\n");
    try (Socket plain = new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port());
        Socket tls =
            trusting(authority.certificate())
                .getSocketFactory()
                .createSocket(plain, "sts.amazonaws.com", 443, true)) {
      tls.setSoTimeout(60_000);
      tls.getOutputStream()
          .write(
              "GET /x HTTP/1.1\r\nHost: sts.amazonaws.com\r\nConnection: close\r\n\r\n"
                  .getBytes(ISO_8859_1));
      assertThat(new String(tls.getInputStream().readAllBytes(), ISO_8859_1))
          .contains("X-path: /x");
    }
    assertThat(raw(proxy, "GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n"))
        .startsWith("HTTP/1.1 400 this is thaw's proxy");
  }

  @Test
  void offersHttp2WhereAwsDoes() throws Exception {
    try (Proxy proxy = proxy(Upstream.none(), false)) {
      assertThat(
              protocol(proxy, "abcdefghij.execute-api.us-east-1.amazonaws.com", "h2", "http/1.1"))
          .isEqualTo("h2");
      assertThat(protocol(proxy, "lambda.us-east-1.amazonaws.com", "h2", "http/1.1"))
          .isEqualTo("http/1.1");
      assertThat(protocol(proxy, "abcdefghij.lambda-url.us-east-1.on.aws", "http/1.1"))
          .isEqualTo("http/1.1");
      assertThat(protocol(proxy, "abcdefghij.lambda-url.us-east-1.on.aws")).isEmpty();
    }
  }

  /// What a client and the proxy agree upon; empty for nothing, which means HTTP/1.1.
  private String protocol(Proxy proxy, String host, String... offered) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            trusting(authority.certificate())
                .getSocketFactory()
                .createSocket(
                    new Socket(InetAddress.getLoopbackAddress(), proxy.port()), host, 443, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(offered);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getApplicationProtocol();
    }
  }

  @Test
  void leadsTunnelsElsewhereUntouched() throws Exception {
    Stranger stranger = stranger();
    HttpClient client = client(proxy(Upstream.none(), false), stranger.certificate());
    assertThat(get(client, "https://localhost:" + stranger.server().port() + "/").body())
        .isEqualTo("stranger");
  }

  @Test
  void leadsPlainRequestsElsewhere() throws Exception {
    ScriptedServer shop =
        ScriptedServer.closingAfter("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    opened.add(shop);
    Proxy proxy = proxy(Upstream.none(), false);
    String host = "127.0.0.1:" + shop.port();
    assertThat(raw(proxy, "GET http://" + host + "/a HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
        .endsWith("hi");
    assertThat(shop.requests()).singleElement().asString().startsWith("GET /a HTTP/1.1\r\n");
  }

  @Test
  void goesThroughTheUsersOwnProxyWithItsCredentials() throws Exception {
    Stranger stranger = stranger();
    ScriptedServer other = otherProxy(stranger.server().port());
    Upstream upstream =
        Upstream.of(
            Map.of(
                "https_proxy", "http://me:secret@127.0.0.1:" + other.port(),
                "http_proxy", "http://127.0.0.1:" + other.port()));
    Proxy proxy = proxy(upstream, false);
    // A name that only the other proxy can reach, answered by the stranger.
    String raw = raw(proxy, "CONNECT shop.example:443 HTTP/1.1\r\n\r\nnot TLS at all\r\n\r\n");
    assertThat(raw).startsWith("HTTP/1.1 200 ");
    String basic = Base64.getEncoder().encodeToString("me:secret".getBytes(ISO_8859_1));
    assertThat(other.requests().getFirst())
        .startsWith("CONNECT shop.example:443 HTTP/1.1\r\n")
        .contains("Proxy-Authorization: Basic " + basic);
    assertThat(raw(proxy, "GET http://shop.example/a HTTP/1.1\r\nHost: shop.example\r\n\r\n"))
        .endsWith("far");
    assertThat(other.requests().getLast()).startsWith("GET http://shop.example/a HTTP/1.1\r\n");
    // AWS's hosts never go there.
    assertThat(get(client(proxy, authority.certificate()), LAMBDA.toString()).statusCode())
        .isEqualTo(200);
    assertThat(other.connections()).isEqualTo(2);
  }

  @Test
  void leavesTheUsersProxyOutWhereNoProxySaysSo() throws Exception {
    ScriptedServer other = otherProxy(1);
    Upstream upstream =
        Upstream.of(
            Map.of(
                "https_proxy",
                "http://127.0.0.1:" + other.port(),
                "no_proxy",
                "example.org,.invalid"));
    assertThat(raw(proxy(upstream, false), "CONNECT shop.invalid:443 HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 502 shop.invalid does not resolve\r\n");
    assertThat(other.connections()).isZero();
  }

  @Test
  void namesTheUsersProxyThatRefuses() throws Exception {
    ScriptedServer other =
        ScriptedServer.closingAfter("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    opened.add(other);
    Upstream upstream =
        Upstream.of(Map.of("https_proxy", "http://me:secret@127.0.0.1:" + other.port()));
    assertThat(raw(proxy(upstream, false), "CONNECT shop.example:443 HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 502 your proxy http://127.0.0.1:" + other.port())
        .contains("407")
        .doesNotContain("secret");
  }

  @Test
  void refusesEveryOtherHostWhenOffline() throws Exception {
    Stranger stranger = stranger();
    Proxy proxy = proxy(Upstream.none(), true);
    assertThat(raw(proxy, "CONNECT pypi.example:443 HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 403 thaw exec --offline refuses pypi.example");
    assertThat(raw(proxy, "GET http://pypi.example/ HTTP/1.1\r\nHost: pypi.example\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(warnings).singleElement().asString().contains("pypi.example");
    assertThat(get(client(proxy, authority.certificate()), LAMBDA.toString()).statusCode())
        .isEqualTo(200);
    HttpClient local = client(proxy, stranger.certificate());
    assertThat(get(local, "https://localhost:" + stranger.server().port() + "/").statusCode())
        .isEqualTo(200);
  }

  @Test
  void saysWhatCannotBeReached() throws Exception {
    Proxy proxy = proxy(Upstream.none(), false);
    assertThat(raw(proxy, "CONNECT gone.invalid:443 HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 502 gone.invalid does not resolve\r\n")
        .endsWith("\r\n\r\ngone.invalid does not resolve\n");
    int port = thaw.getAddress().getPort();
    thaw.stop(0);
    assertThat(raw(proxy, "GET http://sts.amazonaws.com/ HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 502 thaw does not answer on port " + port)
        .contains("start it with: thaw up --port " + port);
    assertThat(raw(proxy, "CONNECT 127.0.0.1:" + port + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 502 127.0.0.1:" + port + " cannot be reached");
  }

  @Test
  void carriesLargeBodiesBothWays() throws Exception {
    byte[] body = new byte[50 * 1024 * 1024];
    new Random(1).nextBytes(body);
    HttpClient client = client(proxy(Upstream.none(), false), authority.certificate());
    byte[] answer =
        client
            .send(
                HttpRequest.newBuilder(LAMBDA)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build(),
                BodyHandlers.ofByteArray())
            .body();
    assertThat(java.util.Arrays.equals(answer, body)).isTrue();
  }

  @Test
  void keepsReceivingForAClientThatHasFinishedSending() throws Exception {
    ScriptedServer patient =
        new ScriptedServer(peer -> {
          byte[] all = peer.in().readAllBytes();
          peer.reply("got " + all.length);
        });
    opened.add(patient);
    Proxy proxy = proxy(Upstream.none(), false);
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write(
              ("CONNECT 127.0.0.1:" + patient.port() + " HTTP/1.1\r\n\r\n12345")
                  .getBytes(ISO_8859_1));
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1)).endsWith("got 5");
    }
  }

  @Test
  void refusesHostileHeads() throws Exception {
    Proxy proxy = proxy(Upstream.none(), false);
    for (String head :
        List.of(
            "CONNECT a.example HTTP/1.1\r\n\r\n",
            "CONNECT a.example:0 HTTP/1.1\r\n\r\n",
            "CONNECT a.example:99999 HTTP/1.1\r\n\r\n",
            "CONNECT [::1:443 HTTP/1.1\r\n\r\n",
            "GET https://a.example/ HTTP/1.1\r\n\r\n",
            "GET http:/// HTTP/1.1\r\n\r\n",
            "GET a.example HTTP/1.1\r\n\r\n",
            "nonsense\r\n\r\n")) {
      assertThat(raw(proxy, head))
          .as(head)
          .startsWith("HTTP/1.1 400 ")
          .contains("Connection: close");
    }
    assertThat(raw(proxy, "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port())) {
      socket.getOutputStream().write("\u0016\u0003\u0001nonsense".getBytes(ISO_8859_1));
      socket.shutdownOutput();
      byte[] answer = socket.getInputStream().readAllBytes();
      assertThat(new String(answer, ISO_8859_1)).doesNotContain("HTTP");
    }
    assertThat(get(client(proxy, authority.certificate()), LAMBDA.toString()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void survivesAnyBytes() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Proxy proxy = proxy(Upstream.none(), true);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(400)];
      random.nextBytes(bytes);
      String text = new String(bytes, ISO_8859_1) + (i % 2 == 0 ? "\r\n\r\n" : "");
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), proxy.port())) {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes().length)
            .as("seed %d", seed)
            .isLessThan(2000);
      }
    }
    assertThat(get(client(proxy, authority.certificate()), LAMBDA.toString()).statusCode())
        .isEqualTo(200);
    assertThat(Collections.unmodifiableList(warnings)).hasSizeLessThan(200);
  }
}
