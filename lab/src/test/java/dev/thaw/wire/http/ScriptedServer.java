package dev.thaw.wire.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A server on loopback that does exactly what a script tells it, one virtual thread per
/// connection.
public final class ScriptedServer implements AutoCloseable {

  /// What happens on one connection.
  public interface Script {
    void run(Peer peer) throws IOException;
  }

  /// The server's end of one connection.
  public record Peer(InputStream in, OutputStream out, ScriptedServer server) {

    /// Reads one request; its head and body as Latin-1. Empty at the end of the connection.
    public String request() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!text(head).endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return "";
        }
        head.write(next);
      }
      int length =
          text(head)
              .lines()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      head.write(in.readNBytes(length));
      server.requests.add(text(head));
      return text(head);
    }

    public void reply(String raw) throws IOException {
      out.write(raw.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    private static String text(ByteArrayOutputStream bytes) {
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  public ScriptedServer(Script script) {
    this(plain(), script);
  }

  ScriptedServer(ServerSocket listener, Script script) {
    this.listener = listener;
    Thread.ofVirtual().start(() -> accept(script));
  }

  /// On a listener of any kind, for example one that speaks TLS.
  public static ScriptedServer on(ServerSocket listener, Script script) {
    return new ScriptedServer(listener, script);
  }

  /// Sends the same bytes for every request and keeps the connection.
  public static ScriptedServer answering(String raw) {
    return new ScriptedServer(peer -> {
      while (!peer.request().isEmpty()) {
        peer.reply(raw);
      }
    });
  }

  /// Sends the bytes for the first request and closes.
  public static ScriptedServer closingAfter(String raw) {
    return new ScriptedServer(peer -> {
      peer.request();
      peer.reply(raw);
    });
  }

  public Target target() {
    return new Target(false, "127.0.0.1", port());
  }

  public int port() {
    return listener.getLocalPort();
  }

  public List<String> requests() {
    return List.copyOf(requests);
  }

  public int connections() {
    return connections.get();
  }

  private void accept(Script script) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual()
            .start(() -> {
              try (socket) {
                script.run(new Peer(socket.getInputStream(), socket.getOutputStream(), this));
              } catch (IOException e) {
                // the client has gone, which many scripts are about
              } finally {
                open.remove(socket);
              }
            });
      } catch (IOException e) {
        // closed, or a failed TLS accept
      }
    }
  }

  private static ServerSocket plain() {
    try {
      return new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
