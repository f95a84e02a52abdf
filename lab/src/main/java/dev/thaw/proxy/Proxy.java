package dev.thaw.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/// An HTTP proxy on loopback. What is for AWS goes to thaw, TLS taken off; all else goes where it
/// was going, untouched, or nowhere when offline.
///
/// It also takes connections of clients that believe to talk to AWS itself, without `CONNECT`: the
/// name is in the handshake or in `Host` then.
public final class Proxy implements AutoCloseable {

  /// @param thaw the port of the running thaw on 127.0.0.1; asked for each connection
  /// @param upstream the user's own proxies
  /// @param offline whether every host that is neither AWS's nor this machine is refused
  /// @param limits how long things may take
  /// @param warnings what the user should know, at most once per host and kind
  public record Settings(
      IntSupplier thaw,
      Upstream upstream,
      boolean offline,
      Limits limits,
      Consumer<String> warnings) {}

  /// @param head for the request's head, from the first byte on
  /// @param resolve for a name
  /// @param connect for each address
  /// @param idle for a tunnel on which nothing moves; functions may run for 15 minutes in silence
  public record Limits(Duration head, Duration resolve, Duration connect, Duration idle) {
    public static final Limits USUAL =
        new Limits(
            Duration.ofSeconds(60),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofHours(1));
  }

  private static final int BACKLOG = 512;
  private static final int MOST_WARNINGS = 1_000;

  private final Settings settings;
  private final Identities identities;
  private final Dialing dialing;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /// Listens at once, on a free port of 127.0.0.1.
  ///
  /// @param authority asked for with the first connection of TLS
  /// @param tls for the user's own proxies that are reached by `https://`; asked for with the first
  ///   of those
  public Proxy(Supplier<Authority> authority, Supplier<SSLSocketFactory> tls, Settings settings)
      throws IOException {
    this.settings = settings;
    this.identities = new Identities(new Once<>(authority));
    Limits limits = settings.limits();
    this.dialing = new Dialing(limits.resolve(), limits.connect(), new Once<>(tls));
    this.listener = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().name("proxy").start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      System.getLogger(Proxy.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
    open.forEach(socket -> new End(socket, java.io.InputStream.nullInputStream()).close());
  }

  Settings settings() {
    return settings;
  }

  Identities identities() {
    return identities;
  }

  Dialing dialing() {
    return dialing;
  }

  /// Says it once.
  void warn(String message) {
    if (warned.size() < MOST_WARNINGS && warned.add(message)) {
      settings.warnings().accept(message);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        Thread.ofVirtual()
            .start(() -> {
              try (socket) {
                new ClientConnection(this, socket).serve();
              } catch (IOException e) {
                System.getLogger(Proxy.class.getName())
                    .log(System.Logger.Level.DEBUG, "the client is gone", e);
              } finally {
                open.remove(socket);
              }
            });
      } catch (IOException e) {
        // closed; or out of descriptors, and the next accept may succeed
        LockSupport.parkNanos(10_000_000);
      }
    }
  }
}
