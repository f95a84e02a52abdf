package dev.thaw.cli;

import dev.thaw.proxy.Authority;
import dev.thaw.proxy.AwsHosts;
import dev.thaw.wire.dns.Resolver;
import dev.thaw.wire.http.Options;
import dev.thaw.wire.http.Target;
import dev.thaw.wire.http.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/// How a URL is reached that a tool has made on a thaw.
///
/// @param port where to connect to; empty for the URL's own
record Way(Options options, OptionalInt port) {

  /// A host of AWS's is this thaw, whose proxy takes off the TLS; any other one is itself.
  ///
  /// @param thaw the port of this thaw
  /// @param proxy the port of its proxy
  /// @param authority the folder of its certificate authority
  static Way to(String url, int thaw, int proxy, Path authority) {
    Target named = Target.parse(url).target();
    if (!AwsHosts.contains(named.host())) {
      return new Way(Options.usual(), OptionalInt.empty());
    }
    Resolver here =
        Resolver.overriding(
            Map.of(named.host().toLowerCase(Locale.ROOT), InetAddress.ofLiteral("127.0.0.1")),
            Resolver.ofThisMachine());
    Options options = Options.usual().withResolver(here);
    return named.tls()
        ? new Way(options.withTls(TlsClient.trusting(trust(authority))), OptionalInt.of(proxy))
        : new Way(options, OptionalInt.of(thaw));
  }

  private static KeyStore trust(Path authority) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("thaw", Authority.open(authority).certificate());
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("no trust store", e);
    }
  }
}
