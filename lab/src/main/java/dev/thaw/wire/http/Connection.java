package dev.thaw.wire.http;

import dev.thaw.timeline.Clock;
import dev.thaw.wire.dns.Lookup;
import dev.thaw.wire.dns.LookupException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection to a target that stamps what happens on it.
///
/// Everything runs on the calling thread with blocking sockets: on one machine the time between two
/// stamps is then the peer's and the kernel's, and no hand-off is in it. Not safe for several
/// threads; a generator of load holds one per virtual user.
public final class Connection implements AutoCloseable {

  /// Up to this size head and body go out in one write.
  private static final int ONE_WRITE = 64 << 10;

  private final Target target;
  private final Options options;
  private final Clock clock;
  private final Handshake handshake;
  private final Socket raw;
  private final Socket socket;
  private final OutputStream out;
  private final ResponseReader reader;
  private boolean used;
  private boolean reusable = true;

  private Connection(
      Target target, Options options, Clock clock, Handshake handshake, Socket raw, Socket socket)
      throws IOException {
    this.target = target;
    this.options = options;
    this.clock = clock;
    this.handshake = handshake;
    this.raw = raw;
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.reader = new ResponseReader(socket.getInputStream(), options.limits(), clock);
  }

  /// Looks up, connects and shakes hands.
  ///
  /// @throws HttpFailure that tells which of the three failed
  public static Connection open(Target target, Options options, Clock clock) throws HttpFailure {
    if (target.tls()) {
      options.tls().trust();
    }
    long dnsStart = clock.now();
    Lookup lookup;
    try {
      lookup = options.resolver().resolve(target.host(), options.family(), clock);
    } catch (LookupException e) {
      throw new HttpFailure(HttpFailure.Kind.DNS, String.valueOf(e.getMessage()), e);
    }
    long dnsEnd = clock.now();
    Dialer.Dialed dialed =
        new Dialer(target.port(), options.connectTimeout(), options.attemptDelay(), clock)
            .dial(lookup.addresses());
    long tcpStart = dialed.attempts().getFirst().start();
    long tcpEnd =
        dialed.attempts().stream()
            .filter(attempt -> attempt.failure().isEmpty())
            .findFirst()
            .orElseThrow()
            .end();
    Socket socket = dialed.socket();
    try {
      Handshake.Tls agreed = null;
      if (target.tls()) {
        socket.setSoTimeout((int) options.connectTimeout().toMillis());
        TlsClient.Secured secured = options.tls().secure(socket, target, clock);
        socket = secured.socket();
        agreed = secured.agreed();
      }
      socket.setSoTimeout((int) options.responseTimeout().toMillis());
      Handshake handshake =
          new Handshake(
              dnsStart,
              dnsEnd,
              tcpStart,
              tcpEnd,
              lookup,
              dialed.attempts(),
              dialed.address(),
              Optional.ofNullable(agreed));
      return new Connection(target, options, clock, handshake, dialed.socket(), socket);
    } catch (IOException e) {
      quietly(socket);
      throw e instanceof HttpFailure failure
          ? failure
          : new HttpFailure(
              target.tls() ? HttpFailure.Kind.TLS : HttpFailure.Kind.CLOSED,
              "connection to " + target.authority() + " broke: " + e.getMessage(),
              e);
    }
  }

  public Target target() {
    return target;
  }

  public Handshake handshake() {
    return handshake;
  }

  /// Whether another exchange may be tried. The peer may still have closed meanwhile; the next
  /// exchange fails with [HttpFailure.Kind#CLOSED] then.
  public boolean isReusable() {
    return reusable && !reader.hasLeftover();
  }

  /// Sends a request and reads its answer.
  ///
  /// @throws HttpFailure if there is none; the connection is of no use then
  public Exchange send(Request request) throws HttpFailure {
    return send(request, used ? clock.now() : handshake.dnsStart());
  }

  /// As [#send(Request)], for a request that was planned.
  ///
  /// @param intended when it was meant to go out, in nanoseconds since the epoch
  public Exchange send(Request request, long intended) throws HttpFailure {
    if (!isReusable()) {
      throw new HttpFailure(HttpFailure.Kind.CLOSED, "the connection carries no further exchange");
    }
    reusable = false;
    byte[] head = request.head(target.authority());
    long sendStart = clock.now();
    IOException unsent = write(head, request.body());
    long sendEnd = clock.now();
    ResponseReader.Arrival arrival;
    try {
      arrival = reader.read(request.method());
    } catch (HttpFailure e) {
      throw unsent == null ? e : sendFailure(unsent);
    } catch (IOException e) {
      throw new HttpFailure(HttpFailure.Kind.CLOSED, "the connection broke", e);
    }
    Optional<Handshake> opening = used ? Optional.empty() : Optional.of(handshake);
    used = true;
    reusable =
        unsent == null && arrival.reusable() && !request.headers().lists("Connection", "close");
    return new Exchange(
        arrival.response(),
        new Stamps(
            intended,
            opening,
            sendStart,
            sendEnd,
            arrival.firstByte(),
            arrival.headersEnd(),
            arrival.lastByte()));
  }

  /// Writes the request and returns what broke it off, since a peer that has had enough may have
  /// answered before it closed.
  private @Nullable IOException write(byte[] head, byte[] body) {
    if (head.length + body.length <= ONE_WRITE) {
      byte[] whole = Arrays.copyOf(head, head.length + body.length);
      System.arraycopy(body, 0, whole, head.length, body.length);
      try {
        out.write(whole);
        return null;
      } catch (IOException e) {
        return e;
      }
    }
    try (Watchdog dog = new Watchdog(raw, options.responseTimeout())) {
      try {
        out.write(head);
        out.write(body);
        return null;
      } catch (IOException e) {
        return dog.fired() ? new SocketTimeoutException() : e;
      }
    }
  }

  private static HttpFailure sendFailure(IOException unsent) {
    return unsent instanceof SocketTimeoutException
        ? new HttpFailure(HttpFailure.Kind.TIMEOUT, "the peer does not take the request", unsent)
        : new HttpFailure(
            HttpFailure.Kind.CLOSED, "the connection broke: " + unsent.getMessage(), unsent);
  }

  @Override
  public void close() {
    reusable = false;
    quietly(socket);
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      System.getLogger(Connection.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
