package dev.thaw.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The user's own proxies, through which every host that is not AWS's is still reached.
public final class Upstream {

  /// One proxy of the user's.
  ///
  /// @param tls whether the way to the proxy itself is encrypted
  /// @param authorization the value of `Proxy-Authorization`
  record Server(HostPort where, boolean tls, Optional<String> authorization) {
    @Override
    public String toString() {
      return (tls ? "https://" : "http://") + where;
    }
  }

  private static final Upstream NONE =
      new Upstream(Optional.empty(), Optional.empty(), Bypass.NOTHING);

  private final Optional<Server> forHttps;
  private final Optional<Server> forHttp;
  private final Bypass bypass;

  private Upstream(Optional<Server> forHttps, Optional<Server> forHttp, Bypass bypass) {
    this.forHttps = forHttps;
    this.forHttp = forHttp;
    this.bypass = bypass;
  }

  /// Every host is reached directly.
  public static Upstream none() {
    return NONE;
  }

  /// Reads `https_proxy`, `http_proxy`, `all_proxy` and `no_proxy`; in each the lower-case spelling
  /// goes first, as curl has it.
  ///
  /// @throws IllegalArgumentException naming a variable that holds no HTTP proxy
  public static Upstream of(Map<String, String> environment) {
    Optional<Server> all = server(environment, "all_proxy");
    return new Upstream(
        server(environment, "https_proxy").or(() -> all),
        server(environment, "http_proxy").or(() -> all),
        Bypass.parse(value(environment, "no_proxy").map(Map.Entry::getValue).orElse("")));
  }

  /// The proxy for a tunnel, or none if the host is to be reached directly.
  Optional<Server> forTunnel(HostPort target) {
    return bypass.contains(target.host(), target.port()) ? Optional.empty() : forHttps;
  }

  /// The proxy for a plain request, or none if the host is to be reached directly.
  Optional<Server> forPlain(HostPort target) {
    return bypass.contains(target.host(), target.port()) ? Optional.empty() : forHttp;
  }

  private static Optional<Map.Entry<String, String>> value(
      Map<String, String> environment, String name) {
    return List.of(name, name.toUpperCase(Locale.ROOT)).stream()
        .filter(key -> !environment.getOrDefault(key, "").isBlank())
        .findFirst()
        .map(key -> Map.entry(key, environment.getOrDefault(key, "").strip()));
  }

  private static Optional<Server> server(Map<String, String> environment, String name) {
    return value(environment, name).map(entry -> parse(entry.getKey(), entry.getValue()));
  }

  private static Server parse(String variable, String url) {
    int scheme = url.indexOf("://");
    String kind = scheme < 0 ? "http" : url.substring(0, scheme).toLowerCase(Locale.ROOT);
    boolean tls = kind.equals("https");
    if (!tls && !kind.equals("http")) {
      throw new IllegalArgumentException(
          variable + ": a proxy of the kind " + kind + ":// (expected: http:// or https://)");
    }
    String rest = (scheme < 0 ? url : url.substring(scheme + 3)).split("[/?#]", 2)[0];
    int at = rest.lastIndexOf('@');
    Optional<String> credentials =
        at < 0 ? Optional.empty() : Optional.of(basic(rest.substring(0, at)));
    // The value may hold a password, so the message does not repeat it.
    HostPort where =
        HostPort.parse(rest.substring(at + 1), tls ? 443 : 80)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    variable
                        + ": no address of a proxy (expected: http://[USER:PASSWORD@]HOST:PORT)"));
    return new Server(where, tls, credentials);
  }

  private static String basic(String credentials) {
    byte[] plain = decoded(credentials).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
