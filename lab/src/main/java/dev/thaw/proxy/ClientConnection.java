package dev.thaw.proxy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/// One client's connection: its request decides where it leads.
final class ClientConnection {

  /// The first byte of a TLS handshake; no HTTP request begins with it.
  private static final int TLS_HANDSHAKE = 0x16;

  private static final String HTTP_1 = "http/1.1";
  private static final String HTTP_2 = "h2";

  private final Proxy proxy;
  private final Socket socket;
  private final Incoming in;
  private final End client;

  ClientConnection(Proxy proxy, Socket socket) throws IOException {
    this.proxy = proxy;
    this.socket = socket;
    this.in = new Incoming(socket.getInputStream());
    this.client = new End(socket, in);
  }

  void serve() throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) proxy.settings().limits().head().toMillis());
    try {
      if (in.peek() == TLS_HANDSHAKE) {
        encrypted("");
        return;
      }
      RequestHead head = RequestHead.read(in);
      if (head == null) {
        return;
      }
      if (head.method().equals("CONNECT")) {
        tunnel(head);
      } else {
        plain(head);
      }
    } catch (RequestHead.Malformed e) {
      refuse(e.status, String.valueOf(e.getMessage()));
    } catch (Unreachable e) {
      refuse(e.status(), e.text());
    } catch (SocketTimeoutException e) {
      refuse(
          408,
          "no whole request head within " + proxy.settings().limits().head().toMillis() + " ms");
    }
  }

  private void tunnel(RequestHead head) throws IOException {
    HostPort target =
        HostPort.parse(head.target(), 0)
            .orElseThrow(() -> new Unreachable(400, "CONNECT without a host and a port"));
    byte[] established =
        "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    if (AwsHosts.contains(target.host())) {
      client.send(established);
      if (in.peek() == TLS_HANDSHAKE) {
        encrypted(target.host());
      } else {
        relay(client, thaw());
      }
      return;
    }
    requireOnline(target);
    Optional<Upstream.Server> server = other(proxy.settings().upstream().forTunnel(target));
    End far =
        server.isPresent()
            ? proxy.dialing().through(server.get(), target)
            : proxy.dialing().direct(target);
    try {
      client.send(established);
    } catch (IOException e) {
      far.close();
      throw e;
    }
    relay(client, far);
  }

  /// Takes TLS off and leads what is in it to thaw.
  ///
  /// @param host as in CONNECT; empty where only the handshake tells
  private void encrypted(String host) throws IOException {
    SSLSocket tls;
    try {
      // The stream gives its bytes and then ends, which makes the TLS socket go on to the real one.
      tls =
          (SSLSocket)
              proxy
                  .identities()
                  .context(host)
                  .getSocketFactory()
                  .createSocket(socket, new ByteArrayInputStream(in.rest()), true);
      tls.setHandshakeApplicationProtocolSelector(
          (socket, offered) -> applicationProtocol(host, socket, offered));
      tls.startHandshake();
    } catch (IOException e) {
      // A client that does not trust us may close so fast that its reset overtakes its alert.
      String who = host.isEmpty() ? "an AWS host" : host;
      proxy.warn(
          "TLS for "
              + who
              + " failed ("
              + e.getMessage()
              + "); the client may not read the usual CA variables");
      return;
    } catch (Authority.Unusable e) {
      proxy.warn(String.valueOf(e.getMessage()));
      return;
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate for " + host, e);
    }
    End inner = new End(tls, tls.getInputStream());
    try {
      relay(inner, thaw());
    } catch (Unreachable e) {
      inner.send(answer(e.status(), e.text()));
      tls.close();
    }
  }

  /// HTTP/2 goes on to thaw as it is, since that takes it without TLS too.
  private static String applicationProtocol(String host, SSLSocket tls, List<String> offered) {
    String named = Identities.serverName(tls);
    if (offered.contains(HTTP_2) && AwsHosts.speaksHttp2(named.isEmpty() ? host : named)) {
      return HTTP_2;
    }
    // None is chosen where the client knows neither: it may still speak HTTP/1.1
    return offered.contains(HTTP_1) ? HTTP_1 : "";
  }

  private void plain(RequestHead head) throws IOException {
    if (head.target().startsWith("/")) {
      transparent(head);
      return;
    }
    String lower = head.target().toLowerCase(Locale.ROOT);
    if (!lower.startsWith("http://")) {
      throw new Unreachable(
          400, "a target that is no http:// URL (expected: CONNECT for https://)");
    }
    String rest = head.target().substring("http://".length());
    int end = rest.split("[/?#]", 2)[0].length();
    HostPort target =
        HostPort.parse(rest.substring(rest.lastIndexOf('@', end) + 1, end), 80)
            .orElseThrow(() -> new Unreachable(400, "a URL without a host"));
    String path = rest.substring(end).split("#", 2)[0];
    String origin = path.startsWith("/") ? path : "/" + path;
    List<String> host =
        head.first("host").isPresent() ? List.of() : List.of("Host: " + rest.substring(0, end));
    if (AwsHosts.contains(target.host())) {
      forward(thaw(), head.forwarded(origin, host));
      return;
    }
    requireOnline(target);
    Optional<Upstream.Server> server = other(proxy.settings().upstream().forPlain(target));
    if (server.isEmpty()) {
      forward(proxy.dialing().direct(target), head.forwarded(origin, host));
      return;
    }
    List<String> authorization =
        server
            .get()
            .authorization()
            .map(value -> List.of("Proxy-Authorization: " + value))
            .orElse(List.of());
    forward(proxy.dialing().toServer(server.get()), head.forwarded(head.target(), authorization));
  }

  /// A client that was told that this is AWS.
  private void transparent(RequestHead head) throws IOException {
    Optional<HostPort> target = head.first("host").flatMap(host -> HostPort.parse(host, 80));
    if (target.isEmpty() || !AwsHosts.contains(target.get().host())) {
      throw new Unreachable(
          400, "this is thaw's proxy; it answers for AWS's hosts and leads to others");
    }
    forward(thaw(), head.forwarded(head.target(), List.of()));
  }

  private void forward(End far, byte[] head) throws IOException {
    try {
      far.send(head);
    } catch (IOException e) {
      far.close();
      throw e;
    }
    relay(client, far);
  }

  private void relay(End near, End far) {
    Relay.run(near, far, proxy.settings().limits().idle());
  }

  private End thaw() throws Unreachable {
    int port = proxy.settings().thaw().getAsInt();
    try {
      return proxy.dialing().direct(new HostPort("127.0.0.1", port));
    } catch (Unreachable e) {
      throw new Unreachable(
          502, "thaw does not answer on port " + port + "; start it with: thaw up --port " + port);
    }
  }

  private void requireOnline(HostPort target) throws Unreachable {
    if (proxy.settings().offline() && !Bypass.isLoopback(target.host().toLowerCase(Locale.ROOT))) {
      String message = "thaw exec --offline refuses " + target.host() + ", which is not AWS's";
      proxy.warn(message);
      throw new Unreachable(403, message);
    }
  }

  /// A shell that was led here may have started thaw anew; it must not ask itself for ever.
  private Optional<Upstream.Server> other(Optional<Upstream.Server> server) {
    return server.filter(s ->
        s.where().port() != proxy.port()
            || !Bypass.isLoopback(s.where().host().toLowerCase(Locale.ROOT)));
  }

  private void refuse(int status, String message) throws IOException {
    client.send(answer(status, message));
    // Bytes that nobody reads would reset the connection before the client has read the answer.
    socket.shutdownOutput();
    socket.setSoTimeout(1_000);
    try {
      byte[] nowhere = new byte[8 * 1024];
      for (int i = 0; i < 64 && in.read(nowhere, 0, nowhere.length) >= 0; i++) {
        // until the client has gone
      }
    } catch (SocketTimeoutException e) {
      // it had its time
    }
  }

  /// The message is in the reason too, because most clients show nothing else of a failed CONNECT.
  private static byte[] answer(int status, String message) {
    String line = message.replaceAll("[^\\x20-\\x7e]", "?");
    String shown = line.length() > 300 ? line.substring(0, 300) : line;
    return ("HTTP/1.1 "
            + status
            + " "
            + shown
            + "\r\nContent-Type: text/plain\r\nContent-Length: "
            + (shown.length() + 1)
            + "\r\nConnection: close\r\n\r\n"
            + shown
            + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
