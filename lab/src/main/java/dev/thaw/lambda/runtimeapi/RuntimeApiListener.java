package dev.thaw.lambda.runtimeapi;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Listens for runtimes and extensions: one address per execution environment, one thread that
/// accepts for all of them, one virtual thread per connection.
///
/// On Linux every environment gets its own loopback address with AWS's port 9001; elsewhere only
/// 127.0.0.1 exists and environments differ by port. A connection counts only if the environment's
/// [Admission] says that it comes from one of its own processes, so that an environment cannot
/// speak for another.
public final class RuntimeApiListener implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(RuntimeApiListener.class.getName());
  private static final int PORT = 9001;
  private static final boolean MANY_LOOPBACKS = System.getProperty("os.name").equals("Linux");

  /// Decides whether a connection may speak for an environment.
  @FunctionalInterface
  public interface Admission {
    boolean admits(InetSocketAddress peer, InetSocketAddress local);
  }

  private final Selector selector;
  private final Queue<Runnable> registrations = new ConcurrentLinkedQueue<>();

  public RuntimeApiListener() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new IllegalStateException("Runtime API: no selector: " + e.getMessage(), e);
    }
    Thread.ofPlatform().daemon().name("runtime-api").start(this::acceptAll);
  }

  /// Opens an address for one environment.
  public Endpoint open(Admission admission) {
    IOException last = null;
    for (int attempt = 0; attempt < 64; attempt++) {
      try {
        return new Endpoint(bind(), admission);
      } catch (IOException e) {
        last = e;
      }
    }
    throw new IllegalStateException("Runtime API: no loopback address is free: " + last, last);
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        ((Endpoint) key.attachment()).close();
      }
      selector.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "Runtime API: closing", e);
    }
  }

  private static ServerSocketChannel bind() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.configureBlocking(false);
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(address(), 64);
      return server;
    } catch (IOException e) {
      server.close();
      throw e instanceof BindException ? e : new IOException(e);
    }
  }

  private static InetSocketAddress address() throws IOException {
    if (!MANY_LOOPBACKS) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    byte[] ip = {
      127, (byte) random.nextInt(64, 128), (byte) random.nextInt(256), (byte) random.nextInt(1, 255)
    };
    return new InetSocketAddress(InetAddress.getByAddress(ip), PORT);
  }

  private void acceptAll() {
    try {
      while (selector.isOpen()) {
        selector.select();
        for (Runnable registration = registrations.poll();
            registration != null;
            registration = registrations.poll()) {
          registration.run();
        }
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
          SelectionKey key = keys.next();
          keys.remove();
          ((Endpoint) key.attachment()).accept();
        }
      }
    } catch (ClosedSelectorException e) {
      // closed while selecting: nothing is left to accept
    } catch (IOException e) {
      LOG.log(System.Logger.Level.ERROR, "Runtime API: accepting", e);
    }
  }

  /// The address of one environment. Requests that arrive between two sessions wait for the next
  /// one's answer of 403.
  public final class Endpoint implements AutoCloseable {

    private final ServerSocketChannel server;
    private final Admission admission;
    private final InetSocketAddress address;
    private final Set<ApiConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile @Nullable RuntimeSession session;
    private volatile boolean closed;

    private Endpoint(ServerSocketChannel server, Admission admission) throws IOException {
      this.server = server;
      this.admission = admission;
      this.address = (InetSocketAddress) server.getLocalAddress();
      registrations.add(this::register);
      selector.wakeup();
    }

    /// For `AWS_LAMBDA_RUNTIME_API`.
    public String hostAndPort() {
      return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    public InetAddress host() {
      return address.getAddress();
    }

    /// Serves a session from now on; connections of the one before are closed.
    public void serve(RuntimeSession next) {
      session = next;
      closeConnections();
    }

    private void closeConnections() {
      connections.forEach(ApiConnection::close);
      connections.clear();
    }

    @Override
    public void close() {
      closed = true;
      try {
        server.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "Runtime API: closing " + address, e);
      }
      // A closed channel stays registered until the selector looks at it again.
      selector.wakeup();
      closeConnections();
    }

    private void register() {
      try {
        if (!closed) {
          server.register(selector, SelectionKey.OP_ACCEPT, this);
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.ERROR, "Runtime API: registering " + address, e);
      }
    }

    private void accept() {
      try {
        for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
          SocketChannel accepted = channel;
          Thread.ofVirtual().name("runtime-api " + address).start(() -> talk(accepted));
        }
      } catch (IOException e) {
        if (!closed) {
          LOG.log(System.Logger.Level.WARNING, "Runtime API: accepting on " + address, e);
        }
      }
    }

    private void talk(SocketChannel channel) {
      ApiConnection connection = new ApiConnection(channel);
      RuntimeSession mine = session;
      try (connection) {
        channel.configureBlocking(true);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (mine == null
            || !admission.admits((InetSocketAddress) channel.getRemoteAddress(), address)) {
          LOG.log(
              System.Logger.Level.WARNING,
              "Runtime API: refused a connection to {0} that is not from its environment",
              address);
          return;
        }
        connections.add(connection);
        if (closed || session != mine) {
          return;
        }
        for (ApiRequest request = connection.readHead();
            request != null;
            request = connection.readHead()) {
          mine.serve(connection, request);
        }
      } catch (MalformedRequest e) {
        LOG.log(System.Logger.Level.DEBUG, "Runtime API: " + e.getMessage());
      } catch (IOException e) {
        LOG.log(System.Logger.Level.TRACE, "Runtime API: connection ended", e);
      } finally {
        connections.remove(connection);
      }
    }
  }
}
