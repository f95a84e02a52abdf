package dev.thaw.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Opens connections to other hosts: directly, or by the user's own proxy.
final class Dialing {

  private static final int LARGEST_ANSWER = 64 * 1024;

  private final Duration resolve;
  private final Duration connect;
  private final Once<SSLSocketFactory> tls;

  /// @param resolve how long a name may take; tools wait for a failure before they go on
  /// @param connect how long each address may take
  /// @param tls for proxies that are reached by `https://`
  Dialing(Duration resolve, Duration connect, Once<SSLSocketFactory> tls) {
    this.resolve = resolve;
    this.connect = connect;
    this.tls = tls;
  }

  End direct(HostPort target) throws Unreachable {
    String why = "";
    boolean slow = false;
    for (InetAddress address : addresses(target.host())) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, target.port()), (int) connect.toMillis());
        return new End(socket, new Incoming(socket.getInputStream()));
      } catch (IOException e) {
        slow = e instanceof SocketTimeoutException;
        why = address.getHostAddress() + ": " + e.getMessage();
        close(socket);
      }
    }
    throw new Unreachable(slow ? 504 : 502, target + " cannot be reached (" + why + ")");
  }

  /// A connection to the proxy itself, for requests in absolute form.
  End toServer(Upstream.Server server) throws Unreachable {
    End end;
    try {
      end = direct(server.where());
    } catch (Unreachable e) {
      throw new Unreachable(e.status(), "your proxy " + server + ": " + e.text());
    }
    if (!server.tls()) {
      return end;
    }
    try {
      HostPort where = server.where();
      SSLSocket socket =
          (SSLSocket) tls.get().createSocket(end.socket(), where.host(), where.port(), true);
      javax.net.ssl.SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.setSoTimeout((int) connect.toMillis());
      socket.startHandshake();
      return new End(socket, new Incoming(socket.getInputStream()));
    } catch (IOException e) {
      end.close();
      throw new Unreachable(502, "your proxy " + server + ": " + e.getMessage());
    }
  }

  /// A tunnel through the user's proxy.
  End through(Upstream.Server server, HostPort target) throws Unreachable {
    End end = toServer(server);
    StringBuilder request = new StringBuilder();
    request.append("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target);
    server
        .authorization()
        .ifPresent(value -> request.append("\r\nProxy-Authorization: ").append(value));
    request.append("\r\n\r\n");
    Optional<String> failure;
    try {
      end.socket().setSoTimeout((int) connect.toMillis() * 3);
      end.send(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      failure = refusal(end);
    } catch (IOException e) {
      failure = Optional.of("ended the connection: " + e.getMessage());
    }
    if (failure.isPresent()) {
      end.close();
      throw new Unreachable(502, "your proxy " + server + " for " + target + " " + failure.get());
    }
    return end;
  }

  /// Reads the head of the answer to CONNECT.
  ///
  /// @return what was wrong with it
  private static Optional<String> refusal(End end) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int newlines = 0;
    while (newlines < 2) {
      int next = end.in().read();
      if (next < 0 || head.size() > LARGEST_ANSWER) {
        return Optional.of("gave no answer");
      }
      head.write(next);
      if (next == '\n') {
        newlines++;
      } else if (next != '\r') {
        newlines = 0;
      }
    }
    String first = head.toString(StandardCharsets.ISO_8859_1).lines().findFirst().orElse("");
    return first.matches("HTTP/1[.][01] 2[0-9]{2}( .*)?")
        ? Optional.empty()
        : Optional.of("answered " + first);
  }

  /// A name server that does not answer must not hold the caller for longer than it waits itself.
  private List<InetAddress> addresses(String host) throws Unreachable {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            found.complete(List.of(InetAddress.getAllByName(host)));
          } catch (UnknownHostException | SecurityException e) {
            found.completeExceptionally(e);
          }
        });
    try {
      return found.get(resolve.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new Unreachable(502, host + " does not resolve");
    } catch (TimeoutException e) {
      throw new Unreachable(502, host + " does not resolve within " + resolve.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(502, host + ": interrupted");
    }
  }

  private static void close(Socket socket) {
    new End(socket, java.io.InputStream.nullInputStream()).close();
  }
}
