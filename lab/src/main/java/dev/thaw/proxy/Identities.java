package dev.thaw.proxy;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// One certificate per host, made when the host is first asked for.
final class Identities {

  private static final int KEPT = 1_000;

  private final Once<Authority> authority;
  private final Map<String, Authority.Identity> made = lru();
  private final Map<String, SSLContext> contexts = lru();

  Identities(Once<Authority> authority) {
    this.authority = authority;
  }

  /// For a connection to the host. A client that names another host of AWS's in its handshake gets
  /// that one's certificate, as it would from AWS.
  ///
  /// @param host empty to go by the handshake alone
  /// @throws Authority.Unusable if no certificate can be made
  synchronized SSLContext context(String host) throws GeneralSecurityException {
    String name = host.toLowerCase(Locale.ROOT);
    SSLContext known = contexts.get(name);
    if (known != null) {
      return known;
    }
    authority.get();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new ByServerName(name)}, null, null);
    contexts.put(name, context);
    return context;
  }

  private synchronized Authority.@Nullable Identity identity(String host) {
    Authority.Identity known = made.get(host);
    if (known != null) {
      return known;
    }
    try {
      Authority.Identity identity = authority.get().issue(host);
      made.put(host, identity);
      return identity;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      // The handshake fails for want of a certificate; the proxy reports that.
      return null;
    }
  }

  /// The host that a client asks for in its handshake; empty where it names none.
  static String serverName(SSLSocket socket) {
    if (socket.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (SNIServerName name : session.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          return host.getAsciiName().toLowerCase(Locale.ROOT);
        }
      }
    }
    return "";
  }

  private static <V> Map<String, V> lru() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @java.io.Serial private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > KEPT;
      }
    };
  }

  /// Takes host names for the aliases of keys.
  private final class ByServerName extends X509ExtendedKeyManager {

    private final String usual;

    ByServerName(String usual) {
      this.usual = usual;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String keyType, Principal @Nullable [] issuers, Socket socket) {
      if (!keyType.equals("EC")) {
        return null;
      }
      String asked = socket instanceof SSLSocket tls ? serverName(tls) : "";
      String name = AwsHosts.contains(asked) ? asked : usual;
      return name.isEmpty() ? null : name;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      Authority.Identity identity = identity(alias);
      return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      Authority.Identity identity = identity(alias);
      return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
      return List.of(usual).toArray(String[]::new);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }
  }
}
