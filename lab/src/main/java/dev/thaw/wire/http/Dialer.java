package dev.thaw.wire.http;

import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Connects to the first of several addresses that answers, in the manner of RFC 8305: families
/// take turns, and the next address is tried as soon as one fails or is slow.
///
/// A single address, the usual case on one machine, is connected on the calling thread, so that no
/// hand-off between threads blurs the stamps.
final class Dialer {

  /// @param attempts in the order of their beginning
  record Dialed(Socket socket, InetAddress address, List<Handshake.Attempt> attempts) {}

  private record Ended(
      int number, Handshake.Attempt attempt, @Nullable Socket socket, boolean timedOut) {}

  private final int port;
  private final Duration timeout;
  private final Duration delay;
  private final Clock clock;

  Dialer(int port, Duration timeout, Duration delay, Clock clock) {
    this.port = port;
    this.timeout = timeout;
    this.delay = delay;
    this.clock = clock;
  }

  Dialed dial(List<InetAddress> addresses) throws HttpFailure {
    if (addresses.size() > 1) {
      return race(new ArrayDeque<>(interleaved(addresses)));
    }
    Ended only = attempt(0, addresses.getFirst(), new Socket());
    if (only.socket() == null) {
      throw failure(List.of(only.attempt()), only.timedOut());
    }
    return new Dialed(only.socket(), only.attempt().address(), List.of(only.attempt()));
  }

  private Dialed race(Deque<InetAddress> waiting) throws HttpFailure {
    BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    List<Socket> sockets = new ArrayList<>();
    List<Handshake.Attempt> begun = new ArrayList<>();
    long deadline = System.nanoTime() + timeout.toNanos();
    int running = 0;
    boolean timedOut = false;
    Ended winner = null;
    while (winner == null && (running > 0 || !waiting.isEmpty())) {
      InetAddress address = waiting.poll();
      if (address != null) {
        Socket socket = new Socket();
        int number = sockets.size();
        sockets.add(socket);
        begun.add(new Handshake.Attempt(address, clock.now(), 0, Optional.of("overtaken")));
        Thread.ofVirtual().start(() -> ended.add(attempt(number, address, socket)));
        running++;
      }
      long left = deadline - System.nanoTime();
      long patience = waiting.isEmpty() ? left : Math.min(left, delay.toNanos());
      Ended next = poll(ended, patience);
      if (next == null) {
        if (deadline - System.nanoTime() <= 0) {
          timedOut = true;
          break;
        }
        continue;
      }
      running--;
      begun.set(next.number(), next.attempt());
      timedOut |= next.timedOut();
      winner = next.socket() == null ? null : next;
    }
    Socket won = winner == null ? null : winner.socket();
    for (int number = 0; number < sockets.size(); number++) {
      if (winner == null || number != winner.number()) {
        close(sockets.get(number));
      }
    }
    long now = winner == null ? clock.now() : winner.attempt().end();
    begun.replaceAll(
        a -> a.end() == 0 ? new Handshake.Attempt(a.address(), a.start(), now, a.failure()) : a);
    if (winner == null || won == null) {
      throw failure(begun, timedOut);
    }
    return new Dialed(won, winner.attempt().address(), begun);
  }

  private Ended attempt(int number, InetAddress address, Socket socket) {
    long start = clock.now();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
      long end = clock.now();
      return new Ended(
          number, new Handshake.Attempt(address, start, end, Optional.empty()), socket, false);
    } catch (IOException e) {
      long end = clock.now();
      close(socket);
      String why = String.valueOf(e.getMessage());
      return new Ended(
          number,
          new Handshake.Attempt(address, start, end, Optional.of(why)),
          null,
          e instanceof SocketTimeoutException);
    }
  }

  private HttpFailure failure(List<Handshake.Attempt> attempts, boolean timedOut) {
    List<String> tries =
        attempts.stream()
            .map(a -> a.address().getHostAddress() + " (" + a.failure().orElse("") + ")")
            .toList();
    return new HttpFailure(
        timedOut ? HttpFailure.Kind.TIMEOUT : HttpFailure.Kind.CONNECT,
        "cannot connect to port " + port + ": " + String.join(", ", tries));
  }

  private static @Nullable Ended poll(BlockingQueue<Ended> ended, long nanos) throws HttpFailure {
    try {
      return ended.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpFailure(HttpFailure.Kind.CONNECT, "interrupted while connecting", e);
    }
  }

  /// The families by turns, beginning with IPv6, otherwise in the order given.
  static List<InetAddress> interleaved(List<InetAddress> addresses) {
    record Placed(InetAddress address, int turn, int family) {}
    List<Placed> placed = new ArrayList<>();
    int[] turns = new int[2];
    for (InetAddress address : addresses) {
      int family = address instanceof Inet6Address ? 0 : 1;
      placed.add(new Placed(address, turns[family]++, family));
    }
    placed.sort(Comparator.comparingInt(Placed::turn).thenComparingInt(Placed::family));
    return placed.stream().map(Placed::address).toList();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger(Dialer.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
