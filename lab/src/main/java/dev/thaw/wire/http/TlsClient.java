package dev.thaw.wire.http;

import dev.thaw.timeline.Clock;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The client's side of TLS. Sessions are never resumed, so that every new connection pays the
/// whole handshake and samples compare.
public final class TlsClient {

  private final Supplier<TrustManager[]> source;
  private final boolean verifies;
  private final SecureRandom random = new SecureRandom();
  private TrustManager @Nullable [] loaded;

  private TlsClient(Supplier<TrustManager[]> source, boolean verifies) {
    this.source = source;
    this.verifies = verifies;
  }

  /// Checks the chain against the JDK's authorities, and the name.
  public static TlsClient verifying() {
    return trusting(null);
  }

  /// Checks the chain against the given authorities, and the name.
  ///
  /// @param authorities null for those of the JDK
  public static TlsClient trusting(@Nullable KeyStore authorities) {
    return new TlsClient(() -> load(authorities), true);
  }

  private static TrustManager[] load(@Nullable KeyStore authorities) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificate authorities: " + e.getMessage(), e);
    }
  }

  /// Checks nothing.
  public static TlsClient insecure() {
    return new TlsClient(() -> new TrustManager[] {new TrustAnyone()}, false);
  }

  /// Loads the authorities, which takes tens of milliseconds once: before a stamp, never between
  /// two, and never for a plain connection.
  synchronized TrustManager[] trust() {
    TrustManager[] known = loaded;
    if (known == null) {
      known = source.get();
      loaded = known;
    }
    return known;
  }

  /// A connected socket that has shaken hands.
  record Secured(SSLSocket socket, Handshake.Tls agreed) {}

  /// Shakes hands over a connected socket; its read timeout bounds every wait.
  Secured secure(Socket plain, Target target, Clock clock) throws IOException {
    SSLSocket socket;
    try {
      // a context of its own: the session cache belongs to the context
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(), random);
      socket =
          (SSLSocket)
              context.getSocketFactory().createSocket(plain, target.host(), target.port(), true);
    } catch (GeneralSecurityException e) {
      throw new HttpFailure(HttpFailure.Kind.TLS, "TLS is not available: " + e.getMessage(), e);
    }
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    if (!target.isLiteral()) {
      parameters.setServerNames(List.of(new SNIHostName(target.host())));
    }
    if (verifies) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    long start = clock.now();
    try {
      socket.startHandshake();
    } catch (SocketTimeoutException e) {
      throw new HttpFailure(
          HttpFailure.Kind.TIMEOUT, "TLS handshake with " + target.authority() + ": no answer", e);
    } catch (SSLException e) {
      throw new HttpFailure(
          HttpFailure.Kind.TLS,
          "TLS handshake with " + target.authority() + ": " + e.getMessage(),
          e);
    }
    long end = clock.now();
    return new Secured(
        socket,
        new Handshake.Tls(
            start,
            end,
            socket.getSession().getProtocol(),
            socket.getSession().getCipherSuite(),
            socket.getApplicationProtocol()));
  }

  /// Extended, since the JDK would check names on behalf of a simple trust manager.
  private static final class TrustAnyone extends X509ExtendedTrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
